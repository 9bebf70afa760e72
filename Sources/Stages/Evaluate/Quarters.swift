import Pipeline

/// Numbers cut into quarters of about as many each; fewer parts where so many are equal that quartiles fall on one value.
struct Quarters {
    /// Ascending, each once, above the least number: the first of its part.
    private let cuts: [Double]

    /// - Precondition: at least two distinct numbers, none of them NaN. O(n log n).
    init(of numbers: [Double]) {
        let sorted = numbers.sorted()
        precondition(sorted.count > 1 && sorted[0] < sorted[sorted.count - 1], "two distinct numbers")
        var cuts: [Double] = []
        for quarter in 1...3 {
            let quartile = sorted[sorted.count * quarter / 4]
            if quartile > cuts.last ?? sorted[0] { cuts.append(quartile) }
        }
        // More than three quarters are the least number: it is one part, all others the second.
        if cuts.isEmpty, let second = sorted.first(where: { $0 > sorted[0] }) { cuts = [second] }
        self.cuts = cuts
    }

    /// Which part a number lies in, from 0 on.
    func index(of number: Double) -> Int { cuts.count { $0 <= number } }

    /// A part's ends: `below 20`, `20 to below 35`, `35 and above`.
    func name(of index: Int) -> String {
        func text(_ value: Double) -> String { JSON.double(value).text() }
        if index == 0 { return "below \(text(cuts[0]))" }
        return index < cuts.count
            ? "\(text(cuts[index - 1])) to below \(text(cuts[index]))"
            : "\(text(cuts[index - 1])) and above"
    }
}
