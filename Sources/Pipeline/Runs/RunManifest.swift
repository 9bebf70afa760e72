import DurableFiles

/// `manifest.json` of a bundle: what it is, where it came from, and the digest of every file. Written last.
enum RunManifest {
    static func json(_ record: RunRecord, outcome: ChainOutcome, files: [WrittenFile]) -> JSON {
        let winner = outcome.evaluation?.candidates.first { $0.id == outcome.shipped?.candidate }
        return [
            "schema": 1, "model": outcome.shipped.map { .string($0.modelName) } ?? .null,
            "settings": outcome.shipped?.settings ?? .null,
            "candidate": outcome.shipped.map { .string($0.candidate) } ?? .null, "run": .string(record.id),
            "config": .string(record.configName), "pipeline": .string(record.pipelineName),
            "created": .string(Instant.text(record.started)),
            "data": [
                "inputs": .array(record.inputs),
                "as_of": record.asOf.map { .string(Instant.text(microseconds: $0)) } ?? .null,
                "counts": .object(outcome.shippedCounts.map { .init($0.name, .integer($0.count)) }),
                "test_digest": outcome.evaluation.map { .string($0.testDigest) } ?? .null,
            ],
            "metrics": winner.map { Evaluation.json($0.metrics) } ?? .null,
            "files": .array(files.sorted { $0.path < $1.path }.map(\.json)),
        ]
    }
}
