import Pipeline

/// Messages as the outbox keeps them.
enum MLflowMessages {
    static func message(
        parameters: Int = 0, scores: Int = 0, metrics: Int = 0, valueLength: Int = 1,
        artifacts: [(path: String, file: String)] = [],
        registration: JSON = .null
    ) -> JSON {
        [
            "experiment": "shop/recommend", "run": "20260301t040012000z-1f3a", "start_ms": 1_772_337_612_000,
            "end_ms": 1_772_337_636_600, "status": "FINISHED",
            "tags": [["mercer.run", "20260301t040012000z-1f3a"], ["mercer.config", "shop"]],
            "params": .array(
                (0..<parameters).map { [.string("p\($0)"), .string(String(repeating: "v", count: valueLength))] }),
            "scores": .array((0..<scores).map { [.string("score\($0)"), .double(Double($0) + 0.25), 0] }),
            "metrics": .array((0..<metrics).map { ["loss", .double(Double($0) + 0.5), .integer($0)] }),
            "artifacts": .array(artifacts.map { [.string($0.path), .string($0.file)] }), "registration": registration,
        ]
    }

    static let registration: JSON = [
        "model": "m", "config": "shop", "pipeline": "recommend", "published": true,
        "tags": [["mercer.gate", "passed"]],
    ]
}
