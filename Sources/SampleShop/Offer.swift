/// What a shop asks for an item on a day.
struct Offer: Sendable {
    let cents: Int32
    let promotion: Int16

    var isPromoted: Bool { promotion >= 0 }

    init(item: Int, day: Int, catalogue: Catalogue, promotions: Promotions) {
        let list = Int(catalogue.cents[item])
        if let index = promotions.index(category: Int(catalogue.category[item]), day: day) {
            cents = Int32(promotions.discounted(cents: list, promotion: index))
            promotion = Int16(index)
        } else {
            cents = Int32(list)
            promotion = -1
        }
    }
}
