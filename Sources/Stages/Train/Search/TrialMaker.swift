import LinearAlgebra
import Pipeline

/// Makes the trials of a search: puts values into the listed candidate's settings and reads them as if they stood there.
struct TrialMaker {
    let settings: SearchSettings
    /// The searched candidate as it is listed.
    let listed: SettingsSite
    let catalog: ComponentCatalog

    /// A value for each searched setting, in their order.
    typealias Choice = [(parameter: SearchSettings.Parameter, value: JSONNode)]

    /// All choices in the order they are tried, duplicates included; nil where a parameter could not be read, or the grid
    /// is too large.
    func choices(seed: UInt64) -> [Choice]? {
        guard settings.isReadable else { return nil }
        switch settings.method {
        case .random: return draws(settings.parameters, seed: seed)
        case .grid: return grid(settings.parameters)
        }
    }

    /// The last setting changes fastest, as in nested loops.
    private func grid(_ parameters: [SearchSettings.Parameter]) -> [Choice]? {
        var choices: [Choice] = [[]]
        for parameter in parameters {
            guard let count = parameter.range.valueCount, count <= SearchSettings.mostTrials / choices.count else {
                return nil
            }
            let values = parameter.range.values(at: parameter.site.origin)
            choices = choices.flatMap { choice in values.map { choice + [(parameter, $0)] } }
        }
        return choices
    }

    /// A draw depends on the seed, the trial's number and the setting's name alone: more trials leave earlier ones as they are.
    private func draws(_ parameters: [SearchSettings.Parameter], seed: UInt64) -> [Choice] {
        let source = RandomSource(seed: seed)
        return (1...settings.trialCount).map { number in
            parameters.map { parameter in
                var random = source.split(stream: UInt64(number)).split(stream: hash64(parameter.name.utf8, seed: 0))
                return (parameter, parameter.range.draw(&random, at: parameter.site.origin))
            }
        }
    }

    /// The settings of the candidate's model, by name.
    func settingNames(of candidate: Candidate) -> [String] {
        guard let entry = catalog.models[candidate.model.name] else { return [] }
        return SettingsReader.describe(with: catalog, entry.make).settings.map(\.name)
    }

    /// The candidate with a choice of settings, read and checked.
    ///
    /// - Returns: the model, or nil, and what is wrong with it.
    func read(_ choice: Choice, _ chain: ModelCheck? = nil) -> (
        model: Configured<any ModelComponent>?, problems: [Problem]
    ) {
        guard var node = listed.node else { return (nil, []) }
        for (parameter, value) in choice {
            let path = parameter.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            node = node.setting(path[...], to: value, named: parameter.nameOrigin)
        }
        let diagnostics = Diagnostics()
        let reader = SettingsReader(node, address: listed.address, catalog: catalog, diagnostics: diagnostics)
        let candidate = ListedCandidate(from: reader)
        reader.finish()
        diagnostics.beginChecking()
        if let model = candidate.model, let chain, diagnostics.problems.isEmpty {
            model.component.check(chain, at: model.site)
        }
        return (candidate.model, diagnostics.problems)
    }
}

extension JSONNode {
    /// An object with another value at a path; objects on the way are made where they are missing.
    fileprivate func setting(_ path: ArraySlice<String>, to value: JSONNode, named origin: Origin) -> JSONNode {
        guard let name = path.first else { return value }
        var members = members ?? []
        let rest = path.dropFirst()
        if let index = members.firstIndex(where: { $0.name == name }) {
            let child = members[index].value.setting(rest, to: value, named: origin)
            members[index] = Member(name: name, nameOrigin: origin, value: child)
        } else {
            let empty = JSONNode(.object([]), origin: origin)
            members.append(
                Member(name: name, nameOrigin: origin, value: empty.setting(rest, to: value, named: origin)))
        }
        return JSONNode(.object(members), origin: self.origin)
    }
}
