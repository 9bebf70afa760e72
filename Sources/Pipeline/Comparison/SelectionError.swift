/// The runs asked for don't make a comparison; a mistake in the command.
public enum SelectionError: Error, Sendable, Equatable, CustomStringConvertible {
    case tooFew([String])
    /// No run evaluated of what was asked for.
    case nothingFound(pipelines: [String], unevaluated: Int)
    /// The only model is the published run itself.
    case onlyChampion(String)
    case tooMany(Int)
    case severalPipelines([String])
    case noChampion(pipeline: String, config: String)

    public var description: String {
        switch self {
        case .tooFew(let ids):
            let found = ids.isEmpty ? "no evaluated run was found" : "there is only \(ids.joined(separator: ", "))"
            return "a comparison needs two models: \(found); name another run, a candidate as RUN:ID, or --champion"
        case .nothingFound(let pipelines, let unevaluated):
            let none = unevaluated == 0 ? "no run" : "no evaluated run (but \(unevaluated) that did not evaluate)"
            let known =
                pipelines.isEmpty
                ? "the workspace has no evaluated run"
                : "the workspace has evaluated runs of \(pipelines.joined(separator: ", "))"
            return "\(none) of what --since and --pipeline ask for was found; \(known), see `mercer runs list`"
        case .onlyChampion(let id):
            return
                "a comparison needs two models: \(id) is the published run itself; name another run to hold against it"
        case .tooMany(let count):
            return
                "\(count) models are more than \(RunSelection.mostModels), the most that can be compared; "
                + "take a later --since, or see `mercer runs report`"
        case .severalPipelines(let names):
            return "the runs found are of several pipelines (\(names.joined(separator: ", "))); choose with --pipeline"
        case .noChampion(let pipeline, let config):
            return "\(pipeline) on \(config) has no published run to compare with; leave --champion out"
        }
    }
}
