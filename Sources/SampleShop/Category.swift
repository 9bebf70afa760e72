/// A part of the catalogue: what its things are called, cost, and how they are bought.
struct Category: Sendable {
    let name: String
    /// Share of the catalogue and of the visits, before scaling.
    let share: Double
    /// Median list price in cents.
    let medianPrice: Double
    /// Days after which a buyer needs the thing again; nil when it lasts.
    let replenishDays: Int?
    /// What its items are, as in the name of an item.
    let nouns: [String]
    /// Sentences that fit any of its items.
    let uses: [String]
}

extension Category {
    /// The shop's categories, the most visited first.
    static let all: [Category] = [
        Category(
            name: "Pantry", share: 1.4, medianPrice: 690, replenishDays: 28,
            nouns: [
                "Coffee Beans", "Green Tea", "Olive Oil", "Granola", "Honey", "Dark Chocolate", "Pasta", "Oat Bar",
            ],
            uses: [
                "Keeps for six months, unopened.", "Made in small batches.", "Good at breakfast, better at midnight.",
            ]),
        Category(
            name: "Beauty", share: 1.3, medianPrice: 1_490, replenishDays: 42,
            nouns: [
                "Hand Cream", "Shampoo", "Face Serum", "Lip Balm", "Bath Salt", "Sun Lotion", "Soap Bar", "Hair Oil",
            ],
            uses: ["Free of parfum, gentle to skin.", "Suits every skin type.", "Refill pouch available."]),
        Category(
            name: "Home", share: 1.2, medianPrice: 2_990, replenishDays: nil,
            nouns: ["Table Lamp", "Cushion", "Throw Blanket", "Wall Clock", "Vase", "Candle Holder", "Rug", "Mirror"],
            uses: ["Made for small rooms, too.", "Wipes clean with a damp cloth.", "A quiet piece for a loud room."]),
        Category(
            name: "Kitchen", share: 1.1, medianPrice: 2_490, replenishDays: nil,
            nouns: [
                "Teapot", "Chef's Knife", "Cast Iron Pan", "Mixing Bowl", "Cutting Board", "Whisk", "Mug", "Kettle",
            ],
            uses: ["Dishwasher safe.", "Heats evenly, stores flat.", "Comes with a recipe card."]),
        Category(
            name: "Fashion", share: 1.1, medianPrice: 3_990, replenishDays: nil,
            nouns: [
                "Linen Shirt", "Wool Scarf", "Canvas Belt", "Denim Jacket", "Knit Sweater", "Rain Coat", "Socks", "Cap",
            ],
            uses: ["True to size.", "Wash cold, dry flat.", "Wears in, not out."]),
        Category(
            name: "Books", share: 1.0, medianPrice: 1_690, replenishDays: nil,
            nouns: [
                "Cookbook", "Travel Guide", "Sketchbook", "Novel", "Field Guide", "Poetry Reader", "Atlas", "Notebook",
            ],
            uses: ["Printed on uncoated paper.", "With a ribbon marker.", "Second edition, revised."]),
        Category(
            name: "Sports", share: 0.9, medianPrice: 3_490, replenishDays: nil,
            nouns: [
                "Yoga Mat", "Running Belt", "Water Bottle", "Dumbbell", "Jump Rope", "Bike Light", "Tent", "Backpack",
            ],
            uses: ["Tested outdoors, in all weather.", "Two-year guarantee.", "Packs to the size of a loaf."]),
        Category(
            name: "Electronics", share: 0.9, medianPrice: 7_990, replenishDays: nil,
            nouns: ["Headphones", "Speaker", "Power Bank", "Keyboard", "Webcam", "Smart Plug", "E-Reader", "Charger"],
            uses: ["USB-C, cable in the box.", "Twelve hours on one charge.", "Spare parts sold for ten years."]),
        Category(
            name: "Garden", share: 0.8, medianPrice: 2_290, replenishDays: nil,
            nouns: [
                "Watering Can", "Seed Box", "Plant Pot", "Pruning Shears", "Bird Feeder", "Trellis", "Gloves",
                "Lantern",
            ],
            uses: ["Frost proof to -15 °C.", "For balconies, beds and sills.", "Rinses off with the hose."]),
        Category(
            name: "Toys", share: 0.8, medianPrice: 1_990, replenishDays: nil,
            nouns: [
                "Puzzle", "Building Blocks", "Board Game", "Plush Bear", "Kite", "Paint Set", "Train Set", "Marble Run",
            ],
            uses: ["From three years.", "For two to five players.", "No batteries, no screen."]),
        Category(
            name: "Pets", share: 0.7, medianPrice: 1_790, replenishDays: 30,
            nouns: [
                "Dog Treats", "Cat Litter", "Dry Food", "Chew Bone", "Fish Flakes", "Bird Seed", "Hay", "Wet Food",
            ],
            uses: ["Vet approved.", "Resealable bag, recyclable.", "Fussy eaters finish it."]),
        Category(
            name: "Stationery", share: 0.6, medianPrice: 990, replenishDays: nil,
            nouns: [
                "Fountain Pen", "Planner", "Ink", "Letter Set", "Desk Tray", "Pencil Case", "Stamp", "Sticky Notes",
            ],
            uses: ["Does not bleed through.", "Refillable, repairable.", "A5, dotted."]),
    ]
}
