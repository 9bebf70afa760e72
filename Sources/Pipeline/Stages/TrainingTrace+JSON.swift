import Modelling

extension TrainingTrace {
    /// As the cache keeps it.
    public var json: JSON {
        [
            "ending": .string(ending.rawValue), "chosen_iteration": .integer(chosenIteration),
            "iterations": .array(
                iterations.map { iteration in
                    [
                        "number": .integer(iteration.number), "loss": iteration.loss.map(JSON.double) ?? .null,
                        "validation": iteration.validation.map(JSON.double) ?? .null,
                    ]
                }),
        ]
    }

    /// Reads back what `json` gave; nil when something is missing.
    public init?(_ json: JSON) {
        guard let ending = json["ending"]?.stringValue.flatMap(Ending.init(rawValue:)),
            let chosen = json["chosen_iteration"]?.integerValue, let iterations = json["iterations"]?.arrayValue
        else { return nil }
        self.init(
            iterations: iterations.compactMap { iteration in
                guard let number = iteration["number"]?.integerValue else { return nil }
                return Iteration(
                    number: number, loss: iteration["loss"]?.doubleValue,
                    validation: iteration["validation"]?.doubleValue)
            },
            ending: ending, chosenIteration: chosen)
    }
}
