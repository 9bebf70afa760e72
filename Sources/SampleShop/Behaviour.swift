/// How people act in the shop: the shares and strengths that shape sessions, stated once.
enum Behaviour {
    /// Chance that a session goes on after each view.
    static let continueViewing = 0.70
    static let longestSession = 40
    /// Weight of a customer's taste in the choice of a category (in nats per unit of likeness).
    static let categorySharpness: Float = 9
    /// Weight of taste in the choice of an item within a category.
    static let itemSharpness: Float = 8
    /// Weight of the item just viewed in the choice of the next.
    static let previousPull: Float = 0.35
    /// Items that a customer has in view when choosing one.
    static let shelfSize = 10
    /// Chance, at each view, to wander into another category.
    static let wander = 0.25
    /// Chance that a view returns to an item seen lately.
    static let revisit = 0.06
    /// Chance that a consumable that has run out is bought on the next visit.
    static let replenish = 0.6

    /// Logarithm of the odds that a view of an average item becomes a purchase.
    static let purchaseLogOdds = -3.1
    /// Change of the log odds per unit of likeness between taste and item.
    static let purchaseTasteEffect = 1.2
    /// Change of the log odds per unit of the logarithm of the relative price, times the customer's sensitivity.
    static let purchasePriceEffect = -0.4
    /// Chance that a view that does not end in a purchase still fills the cart.
    static let abandonedCart = 0.06
    /// Chance that a purchase skips the cart.
    static let directPurchase = 0.08
    /// Mean seconds between two views.
    static let secondsBetweenViews = 40.0
}
