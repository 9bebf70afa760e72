/// The words that item names and descriptions are made of.
enum ItemWords {
    /// Two adjectives for each dimension of taste, one per sign, so that an item's text tells something of its taste.
    static let styles: [(negative: String, positive: String)] = [
        ("Minimal", "Ornate"), ("Rustic", "Polished"), ("Nordic", "Mediterranean"), ("Vintage", "Modern"),
        ("Muted", "Vivid"), ("Featherlight", "Sturdy"), ("Playful", "Classic"), ("Matte", "Glossy"),
        ("Handmade", "Engineered"), ("Coastal", "Alpine"), ("Warm", "Cool"), ("Everyday", "Festive"),
        ("Compact", "Generous"), ("Organic", "Graphic"), ("Soft", "Crisp"), ("Quiet", "Bold"),
    ]

    static let brands: [String] = [
        "Northwind", "Café Moreau", "Linden & Co.", "Størk", "Halden", "Müller Hof", "Brightwater", "Tern", "Okuda",
        "Piñata House", "Fernley", "Atelier Zoé", "Marrow & Pine", "Kestrel", "Łódź Works", "Oakum", "Salt, Stone",
        "Verdant", "Juniper Row", "Hollis", "Göta", "Plain \"Good\" Things", "Umber", "Windrose",
    ]

    static let colours: [String] = [
        "Sand", "Charcoal", "Moss", "Indigo", "Rust", "Ivory", "Teal", "Plum", "Amber", "Slate", "Rosé", "Crème",
    ]

    static let sizes: [String] = [
        "small", "large", "set of 2", "set of 4", "0.5 kg", "1.2 l", "250 ml", "travel size", "A4", "Ø 20 cm",
    ]

    static let packagings: [String] = [
        "recycled paper", "a cotton bag", "a tin", "a gift box", "kraft paper", "a linen pouch", "a wooden crate",
        "a reusable jar", "plain cardboard", "tissue paper",
    ]

    static let openings: [String] = [
        "A favourite of our team", "New edition of an old friend", "Our most returned-to, least returned product",
        "Designed in-house", "From a family workshop", "Simple, and meant to stay so", "Loved by regulars",
        "The one you will lend out and miss",
    ]
}
