import Foundation
import LinearAlgebra

extension Catalogue {
    private static let columns = [
        "item_id", "name", "category", "brand", "price", "stock", "discontinued", "description",
    ]

    /// Writes `items.csv`.
    func write(to destination: URL) throws(SampleShopError) {
        var csv = try CSVWriter(destination: destination, header: Self.columns)
        for item in 0..<count {
            let text = text(of: item)
            csv.integer(id(of: item), letter: Identifier.item)
            csv.text(text.name)
            csv.text(categories[Int(category[item])].name)
            csv.text(text.brand)
            csv.cents(Int(cents[item]))
            csv.integer(Int(stock[item]))
            csv.text(isDiscontinued(item) ? "true" : "false")
            csv.text(text.description)
            try csv.endRow()
        }
        try csv.finish()
    }

    /// Composes what a customer reads about an item. The adjectives are those of the two dimensions in which the
    /// item stands out most from its category, so the text carries a signal of who will like it.
    private func text(of item: Int) -> (name: String, brand: String, description: String) {
        var random = RandomSource(seed: textSeed[item])
        let part = categories[Int(category[item])]
        let adjectives = styles(of: item)
        let noun = pick(part.nouns, &random)
        var name = "\(adjectives.first) \(noun)"
        if random.uniform() < 0.4 { name = "\(pick(ItemWords.colours, &random)) \(name)" }
        if random.uniform() < 0.3 { name += ", \(pick(ItemWords.sizes, &random))" }
        let brand = pick(ItemWords.brands, &random)
        let packaging = pick(ItemWords.packagings, &random)
        let description =
            "\(pick(ItemWords.openings, &random)): \(adjectives.first.lowercased()) and "
            + "\(adjectives.second.lowercased()), packed in \(packaging). \(pick(part.uses, &random))"
        return (name, brand, description)
    }

    private func styles(of item: Int) -> (first: String, second: String) {
        let own = taste[item] - centres[Int(category[item])] * taste[item].dot(centres[Int(category[item])])
        let strongest = (0..<Taste.scalarCount).sorted { abs(own[$0]) > abs(own[$1]) }
        func adjective(_ dimension: Int) -> String {
            own[dimension] < 0 ? ItemWords.styles[dimension].negative : ItemWords.styles[dimension].positive
        }
        return (adjective(strongest[0]), adjective(strongest[1]))
    }

    private func pick(_ words: [String], _ random: inout RandomSource) -> String {
        words[random.integer(below: words.count)]
    }
}
