/// What a mark or a name covers, in the drawing's units.
struct Box {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    private static let markRadius = 5.0
    private static let nameHeight = 16.0

    init(left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    init(mark place: (x: Double, y: Double)) {
        let radius = Self.markRadius
        self.init(left: place.x - radius, right: place.x + radius, top: place.y - radius, bottom: place.y + radius)
    }

    /// Where a name may stand: towards the middle of the chart, away from it, above, below.
    static func sides(of place: (x: Double, y: Double), width: Double, isRightHalf: Bool) -> [Box] {
        let gap = markRadius + 1
        func box(left: Double, middle: Double) -> Box {
            Box(left: left, right: left + width, top: middle - nameHeight / 2, bottom: middle + nameHeight / 2)
        }
        let towardsLeft = box(left: place.x - gap - width, middle: place.y)
        let towardsRight = box(left: place.x + gap, middle: place.y)
        let beside = isRightHalf ? [towardsLeft, towardsRight] : [towardsRight, towardsLeft]
        let offset = markRadius + nameHeight / 2
        return beside + [
            box(left: place.x - width / 2, middle: place.y - offset),
            box(left: place.x - width / 2, middle: place.y + offset),
        ]
    }

    func overlaps(_ other: Box) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}
