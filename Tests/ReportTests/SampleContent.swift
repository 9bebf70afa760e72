import Foundation
import Modelling
import Pipeline

/// Made-up contents of reports, from a full run to one that failed before it began.
enum SampleContent {
    /// A run with three candidates, a validation part, everything a report can show.
    static func full(
        name: String = "Oat porridge, 500 g", user: String = "c-00017", starts: [TrainingStart] = [],
        gate: GateVerdict? = nil
    ) -> ReportContent {
        var run = record()
        run.gate = gate
        run.starts = starts
        run.status = .succeeded
        run.exitStatus = 0
        run.asOf = 1_772_323_200_000_000
        run.ended = run.started.addingTimeInterval(24.6)
        run.peakMemoryBytes = 412_345_678
        run.inputs = [
            [
                "table": "events", "path": "/data/shop/events.csv", "size": 48_213_774,
                "sha256": .string(String(repeating: "4be1", count: 16)),
            ],
            [
                "table": "items", "path": "/data/shop/items.csv", "size": 91_204,
                "sha256": .string(String(repeating: "90fc", count: 16)),
            ],
        ]
        run.stages = stages
        run.searches = [search]
        return ReportContent(
            run: run, counts: [("users", 5213), ("items", 1874), ("interactions", 214_337), ("test rows", 5213)],
            distributions: distributions, evaluation: evaluation(name: name, user: user), definitions: definitions,
            curves: curves, bundle: "/srv/mercer/artifacts/models/sample-shop/recommend/20260301t040012z-1f3a")
    }

    /// The first instants of a run: nothing was loaded.
    static func failed() -> ReportContent {
        var run = record()
        run.status = .failed
        run.exitStatus = 66
        run.error = "Configs/shop.json:7:15: no file at <events.csv>\nCheck `path`."
        return ReportContent(
            run: run, counts: [], distributions: [], evaluation: nil, definitions: [:], curves: [], bundle: nil)
    }

    /// An evaluated run with the given candidates, nothing around it.
    static func scored(_ evaluation: Evaluation) -> ReportContent {
        ReportContent(
            run: record(), counts: [], distributions: [], evaluation: evaluation, definitions: [:], curves: [],
            bundle: nil)
    }

    static func record() -> RunRecord {
        RunRecord(
            id: "20260301t040012z-1f3a",
            environment: [
                "mercer": "0.1.0", "threads": 2, "cores": 2, "memory_bytes": 8_589_934_592,
                "system": "Debian GNU/Linux 12 (bookworm)", "blas_core": "SkylakeX",
                "blas": "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64",
            ],
            pipeline: pipeline, config: ["name": "sample-shop"], seed: 7, asOf: nil,
            started: Date(timeIntervalSince1970: 1_772_337_612))
    }

    private static let pipeline: JSON = [
        "name": "recommend", "seed": 7,
        "stages": [
            ["stage": "load", "tables": ["events": ["dataset": "events"]]],
            [
                "stage": "train",
                "candidates": [
                    [
                        "id": "als-64", "model": "als", "objective": "confidence", "factors": 64, "iterations": 15,
                        "regularization": 0.05, "alpha": 1.0,
                    ],
                    ["id": "ials-32", "model": "als", "objective": "ials", "factors": 32, "iterations": 30],
                    ["id": "popular", "model": "popularity"],
                ],
            ],
            ["stage": "evaluate", "metrics": ["ndcg@10", "recall@20", "coverage@10"], "select": "ndcg@10"],
            ["stage": "export", "refit": true, "formats": [["format": "bundle"]]],
        ],
    ]

    /// Twelve trials of two settings, halved once; one of them failed.
    static let search = SearchRecord(
        candidate: "ials-32", method: "random", metric: "ndcg@10", higherIsBetter: true,
        parameters: [
            .init(name: "regularization", isLogarithmic: true), .init(name: "solver", isLogarithmic: false),
        ], duplicateCount: 1,
        trials: (1...12).map { number in
            let parameters: [JSON.Member] = [
                .init("regularization", .double(0.001 * Double(1 << number))),
                .init("solver", number % 2 == 0 ? "cg" : "cholesky"),
            ]
            if number == 7 {
                return .init(
                    number: 7, parameters: parameters, status: .failed, seconds: 0.2,
                    reason: "in iteration 2, the loss became NaN")
            }
            let early = SearchRecord.Rung(iterations: 5, score: 0.06 + 0.002 * Double(number))
            let isKept = number > 8
            return .init(
                number: number, parameters: parameters, status: isKept ? .completed : .eliminated,
                rungs: isKept ? [early, .init(iterations: 18, score: 0.07 + 0.0019 * Double(number))] : [early],
                seconds: isKept ? 7.5 : 2.5)
        }, chosen: 12, settings: ["objective": "ials", "factors": 32, "regularization": 4.096, "solver": "cg"])

    private static let stages: [StageRecord] = [
        StageRecord(
            stage: .load, status: .cached, seconds: 0.021, fromRun: "20260228t040007z-77b0",
            steps: [
                StepAccount(
                    step: "load", table: "events", rowsIn: 252_140, rowsOut: 251_982,
                    dropped: [("rejected", 37), ("after_as_of", 121)]),
                StepAccount(step: "load", table: "items", rowsIn: 1874, rowsOut: 1874),
            ]),
        StageRecord(
            stage: .clean, status: .ran, seconds: 0.412, fromRun: nil,
            steps: [
                StepAccount(
                    step: "drop_missing", table: "events", rowsIn: 251_982, rowsOut: 246_020,
                    dropped: [("missing_user", 5104), ("missing_item", 858)]),
                StepAccount(
                    step: "deduplicate", table: "events", rowsIn: 246_020, rowsOut: 239_411,
                    dropped: [("duplicate", 6609)]),
                StepAccount(step: "normalize_text", table: "items", rowsIn: 1874, rowsOut: 1874, changed: 212),
            ]),
        StageRecord(
            stage: .features, status: .ran, seconds: 0.198, fromRun: nil,
            steps: [
                StepAccount(
                    step: "interactions", table: "events", rowsIn: 239_411, rowsOut: 214_337,
                    dropped: [("no_weight", 11_902), ("below_minimum", 2746), ("held_out", 10_426)])
            ]),
        StageRecord(stage: .train, status: .ran, seconds: 18.4, fromRun: nil, steps: []),
        StageRecord(stage: .evaluate, status: .ran, seconds: 3.21, fromRun: nil, steps: []),
        StageRecord(stage: .export, status: .ran, seconds: 2.05, fromRun: nil, steps: []),
    ]

    /// Falls like a power of the bin's lower end.
    private static let distributions: [Distribution] = [
        Distribution(
            title: "interactions per user", members: "users",
            values: (1...5213).map { 1 + Int(620 / Double($0 + 3).squareRoot()) }),
        Distribution(
            title: "interactions per item", members: "items", values: (1...1874).map { 1 + 9000 / ($0 + 2) }),
    ]

    private static let curves: [ReportContent.TrainedCurve] = [
        .init(
            candidate: "als-64",
            trace: TrainingTrace(
                iterations: (1...15).map {
                    .init(number: $0, loss: 812_000 + 640_000 / Double($0 * $0), validation: nil)
                },
                ending: .finished, chosenIteration: 15)),
        .init(
            candidate: "ials-32",
            trace: TrainingTrace(
                iterations: (1...18).map { number in
                    let distance = Double(number - 13)
                    return .init(
                        number: number, loss: 0.412 + 0.9 / Double(number),
                        validation: 0.0931 - 0.0002 * distance * distance)
                },
                ending: .stoppedEarly, chosenIteration: 13)),
        .init(candidate: "popular", trace: TrainingTrace(iterations: [], ending: .finished, chosenIteration: 0)),
    ]

    private static let definitions = [
        "ndcg":
            "The discounted gain of the test items found among the first k, over the best that was possible; binary.",
        "recall": "The share of a user's test items found among the first k.",
        "coverage": "The share of the items known to training that are recommended to anyone.",
    ]

    private static func evaluation(name: String, user: String) -> Evaluation {
        let lengths = [1, 2, 5, 10, 20, 50, 100]
        func curve(_ scale: Double) -> [Evaluation.Curve] {
            [
                .init(metric: "ndcg", points: lengths.map { ($0, scale * (0.4 + 0.3 * log(Double($0) + 1))) }),
                .init(metric: "recall", points: lengths.map { ($0, scale * Double($0).squareRoot()) }),
            ]
        }
        func scores(_ values: [(String, Double, Double?)]) -> [Evaluation.Score] {
            values.map { metric, value, half in
                .init(
                    metric: metric,
                    value: MetricValue(
                        value: value, low: half.map { value - $0 }, high: half.map { value + $0 },
                        count: half == nil ? 0 : 5213))
            }
        }
        let candidates: [Evaluation.CandidateScores] = [
            .init(
                id: "als-64", modelName: "als", fitSeconds: 9.81,
                metrics: scores([
                    ("ndcg@10", 0.0952, 0.0031), ("recall@20", 0.2214, 0.0071), ("coverage@10", 0.412, nil),
                ]),
                validation: scores([
                    ("ndcg@10", 0.0968, 0.0032), ("recall@20", 0.2240, 0.0072), ("coverage@10", 0.409, nil),
                ]),
                curves: curve(0.087)),
            .init(
                id: "ials-32", modelName: "als", fitSeconds: 7.02,
                metrics: scores([
                    ("ndcg@10", 0.0934, 0.0030), ("recall@20", 0.2231, 0.0070), ("coverage@10", 0.377, nil),
                ]),
                validation: scores([
                    ("ndcg@10", 0.0931, 0.0031), ("recall@20", 0.2233, 0.0070), ("coverage@10", 0.380, nil),
                ]),
                curves: curve(0.085)),
            .init(
                id: "popular", modelName: "popularity", fitSeconds: 0.004,
                metrics: scores([
                    ("ndcg@10", 0.0521, 0.0024), ("recall@20", 0.1307, 0.0061), ("coverage@10", 0.0128, nil),
                ]),
                validation: scores([
                    ("ndcg@10", 0.0533, 0.0024), ("recall@20", 0.1311, 0.0061), ("coverage@10", 0.0128, nil),
                ]),
                curves: curve(0.049)),
        ]
        return Evaluation(
            selected: "als-64", selectedOn: "validation", testDigest: String(repeating: "a7", count: 32),
            candidates: candidates,
            perUser: .init(users: [], columns: []),
            accounts: [("users without test items", 412), ("test pairs with an item unknown to training", 38)],
            samples: [
                SampleRecommendation(
                    user: user,
                    history: (1...14).map {
                        .init(id: "i-\(1000 + $0)", name: $0 == 1 ? name : "Rye crackers \($0)", value: Float(15 - $0))
                    },
                    recommended: (1...10).map {
                        .init(
                            id: "i-\(2000 + $0)", name: $0 == 2 ? name : "Almond milk, unsweetened, 1 l",
                            value: 1.2 - Float($0) / 16)
                    }),
                SampleRecommendation(
                    user: "c-00042", history: [.init(id: "i-1", name: nil, value: 1)],
                    recommended: [.init(id: "i-2", name: nil, value: 0.41)]),
            ])
    }
}
