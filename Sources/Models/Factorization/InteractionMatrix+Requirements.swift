import Modelling

extension InteractionMatrix {
    /// - Throws: `TrainingError.unusable` where there is nothing to learn from.
    func requireInteractions() throws(TrainingError) {
        guard byUser.count == 0 else { return }
        throw .unusable(
            found: "no interactions", expected: "at least one", remedy: "check what the clean and features stages drop")
    }

    /// - Throws: `TrainingError.unusable` where the dataset has weights instead of ratings, or a rating is not finite.
    func requireRatings(remedy: String) throws(TrainingError) {
        guard feedback == .explicit else {
            throw .unusable(
                found: "weights of implicit feedback", expected: "ratings",
                remedy: "name the column of ratings in features.dataset.rating, \(remedy)")
        }
        try requireValues(expected: "finite ratings", remedy: "filter the rows in the clean stage") { _ in true }
    }

    /// - Throws: `TrainingError.unusable` where a value is not finite or not valid.
    func requireValues(
        expected: String, remedy: String, _ isValid: (Float) -> Bool
    ) throws(TrainingError) {
        let wrong = byUser.values.withUnsafeBufferPointer { values in
            values.filter { !($0.isFinite && isValid($0)) }
        }
        guard let first = wrong.first else { return }
        throw .unusable(
            found: "\(wrong.count) value(s) such as \(first)", expected: expected, remedy: remedy)
    }
}
