import Pipeline

/// Parameters, tags and metrics in pieces that one `log-batch` takes: at most 100 parameters, 100 tags, 1,000 metrics and
/// 1,000 of all, and 1 MB of JSON.
package struct MLflowBatches {
    private static let parameterLimit = 100
    /// One less than the server's, for the tag that says how far the batches have come.
    private static let tagLimit = 99
    private static let totalLimit = 999
    /// Below the server's 10⁶, for what stands around the values.
    private static let byteLimit = 950_000

    package struct Batch: Sendable, Equatable {
        package fileprivate(set) var parameters: [JSON] = []
        package fileprivate(set) var tags: [JSON] = []
        package fileprivate(set) var scores: [JSON] = []
        package fileprivate(set) var metrics: [JSON] = []
        fileprivate var byteCount = 0

        fileprivate var isFull: Bool {
            parameters.count >= parameterLimit || tags.count >= tagLimit
                || parameters.count + tags.count + scores.count + metrics.count >= totalLimit
        }

        /// The request's body.
        ///
        /// - Parameters:
        ///   - position: counts from 1; says in a tag how many batches were logged with this one.
        ///   - model: the logged model that the scores are of; nil where the server knows none.
        package func json(run: String, position: Int, model: String?) -> JSON {
            let progress: JSON = ["key": .string(MLflowBatches.progressTag), "value": .string("\(position)")]
            let ofModel = model.map { [JSON.Member("model_id", .string($0))] } ?? []
            let scores = scores.map { JSON.object(($0.members ?? []) + ofModel) }
            return [
                "run_id": .string(run), "params": .array(parameters), "metrics": .array(scores + metrics),
                "tags": .array(tags + [progress]),
            ]
        }
    }

    /// How many batches the server has taken.
    package static let progressTag = "mercer.batches"

    /// In the same order whenever the message is sent.
    package private(set) var batches: [Batch] = []

    package init(_ message: MLflowMessage) {
        for parameter in message.parameters { append(Self.json(parameter), to: \.parameters) }
        for tag in message.tags { append(Self.json(tag), to: \.tags) }
        for score in message.scores { append(Self.json(score, message), to: \.scores) }
        for metric in message.metrics { append(Self.json(metric, message), to: \.metrics) }
    }

    private static func json(_ metric: MLflowMessage.Metric, _ message: MLflowMessage) -> JSON {
        [
            "key": .string(metric.key), "value": .double(metric.value), "step": .integer(metric.step),
            "timestamp": .integer(message.endMilliseconds),
        ]
    }

    private static func json(_ pair: MLflowMessage.Pair) -> JSON {
        ["key": .string(pair.key), "value": .string(pair.value)]
    }

    private mutating func append(_ element: JSON, to list: WritableKeyPath<Batch, [JSON]>) {
        let size = element.text().utf8.count + 1
        if batches.last.map({ $0.isFull || $0.byteCount + size > Self.byteLimit }) ?? true { batches.append(Batch()) }
        batches[batches.count - 1][keyPath: list].append(element)
        batches[batches.count - 1].byteCount += size
    }
}
