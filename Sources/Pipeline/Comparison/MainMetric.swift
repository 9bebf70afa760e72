/// What a comparison's verdict rests on.
struct MainMetric {
    let name: String
    /// Says so where it is another than the baseline's run selected by.
    let notes: [String]

    /// The metric the baseline's run selected by, unless a model that was judged on the same test part lacks it while there is
    /// another they all have. Models of other test parts have no say: nothing is subtracted from them.
    ///
    /// - Parameter models: the first is the baseline.
    init(of models: [ComparedModel]) {
        let comparable = models.filter { $0.testDigest == models[0].testDigest }
        let shared = models[0].metrics.map(\.metric).filter { metric in
            comparable.allSatisfy { $0.value(of: metric) != nil }
        }
        let selected = models[0].selectMetric ?? ""
        name = shared.contains(selected) ? selected : shared.first ?? selected
        guard name != selected else {
            notes = []
            return
        }
        let without = comparable.filter { $0.value(of: selected) == nil }.map { "\($0.candidate) of run \($0.run.id)" }
        notes = [
            "\(selected), which the baseline's run selected by: it is not known of \(without.joined(separator: ", ")). "
                + "The summary and the segments rest on \(name)."
        ]
    }
}
