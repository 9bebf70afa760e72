import Modelling
import Pipeline

/// The comparison as one object, for programs: every number that the page shows.
struct ComparisonJSON {
    let view: ComparisonView
    let summary: ComparisonSummary
    private var comparison: Comparison { view.comparison }

    var json: JSON {
        [
            "schema": 1, "summary": .array(summary.paragraphs.map(JSON.string)),
            "metric": .string(comparison.mainMetric),
            "lower_is_better": .array(comparison.lowerIsBetter.sorted().map(JSON.string)),
            "models": .array(view.models.indices.map(model)),
            "differences": .array(comparison.pairs.map(pair)), "segments": segments,
            "lists": ListsJSON(view: view).json,
            "calibration": .array(comparison.calibrations.map(calibration)),
            "settings": [
                "runs": .array(comparison.runs.map { .string($0.id) }),
                "pipeline": Self.settings(comparison.pipelineDifferences),
                "config": Self.settings(comparison.configDifferences),
                "environment": Self.settings(comparison.environmentDifferences),
            ],
            "data": ComparedDataJSON(view: view).json, "notes": .array(comparison.notes.map(JSON.string)),
        ]
    }

    private func model(_ index: Int) -> JSON {
        let model = view.models[index]
        return [
            "name": .string(view.letter(index)), "run": .string(model.run.id), "candidate": .string(model.candidate),
            "model": .string(model.modelName), "selected": .bool(model.isSelected),
            "published": .bool(model.isPublished), "gate": model.verdict.map(Self.gate) ?? .null,
            "pipeline": .string(model.run.pipelineName), "config": .string(model.run.configName),
            "started": model.run.started.map { .string(Instant.text(microseconds: $0)) } ?? .null,
            "test_digest": .string(model.testDigest), "is_comparable": .bool(view.isComparable(index)),
            "fit_seconds": .double(model.fitSeconds), "bytes": model.bytes.map(JSON.integer) ?? .null,
            "metrics": Evaluation.json(model.metrics), "select": model.selectMetric.map(JSON.string) ?? .null,
            "curves": .array(model.curves.map(\.json)),
            "training": model.trace?.json ?? .null, "settings": .object(model.settings),
        ]
    }

    private static func gate(_ verdict: RecordedVerdict) -> JSON {
        [
            "verdict": .string(verdict.decision.rawValue), "reasons": verdict.reasons.map(JSON.string) ?? .null,
            "forced": verdict.force?.json ?? .null,
        ]
    }

    private func pair(_ pair: Comparison.Pair) -> JSON {
        [
            "name": .string(view.letter(pair.model)), "baseline": .string(view.letter(0)),
            "obstacle": pair.obstacle.map(JSON.string) ?? .null,
            "metrics": .object(
                pair.tests.map { test in
                    .init(
                        test.metric,
                        [
                            "difference": .double(test.difference), "low": .double(test.low),
                            "high": .double(test.high),
                            "p_bootstrap": .double(test.bootstrapP),
                            "p_bootstrap_holm": .double(test.adjustedBootstrapP),
                            "p_wilcoxon": .double(test.wilcoxonP), "p_wilcoxon_holm": .double(test.adjustedWilcoxonP),
                            "users": .integer(test.userCount), "verdict": .string(test.verdict.rawValue),
                        ])
                }),
        ]
    }

    private var segments: JSON {
        guard let segments = comparison.segments else { return .null }
        return .array(
            segments.groups.flatMap { group in
                group.segments.map { segment in
                    [
                        "by": .string(group.title), "group": .string(segment.name),
                        "users": .integer(segment.userCount),
                        "metric": .string(segments.metric),
                        "models": .array(
                            segments.models.indices.map { place in
                                let difference = segment.differences[place]
                                return [
                                    "name": .string(view.letter(segments.models[place])),
                                    "value": .double(segment.values[place]),
                                    "difference": difference.map { .double($0.mean) } ?? .null,
                                    "low": difference.map { .double($0.low) } ?? .null,
                                    "high": difference.map { .double($0.high) } ?? .null,
                                ]
                            }),
                    ]
                }
            })
    }

    private func calibration(_ calibration: Comparison.Calibration) -> JSON {
        [
            "name": .string(view.letter(calibration.model)), "mean_distance": .double(calibration.meanDistance),
            "bins": .array(
                calibration.bins.map { bin in
                    [
                        "prediction": .double(bin.meanPrediction), "rating": .double(bin.meanRating),
                        "rows": .integer(bin.rows),
                    ]
                }),
        ]
    }

    private static func settings(_ differences: [SettingDifference]) -> JSON {
        .array(
            differences.map { difference in
                ["path": .string(difference.path), "values": .array(difference.values.map { $0 ?? .null })]
            })
    }
}
