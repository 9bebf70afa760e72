import Modelling
import Pipeline

/// The comparison as one object, for programs.
struct ComparisonJSON {
    let view: ComparisonView
    let summary: ComparisonSummary
    private var comparison: Comparison { view.comparison }

    var json: JSON {
        [
            "schema": 1, "summary": .array(summary.paragraphs.map(JSON.string)),
            "metric": .string(comparison.mainMetric), "models": .array(view.models.indices.map(model)),
            "differences": .array(comparison.pairs.map(pair)), "segments": segments, "lists": lists,
            "calibration": .array(comparison.calibrations.map(calibration)),
            "settings": [
                "runs": .array(comparison.runs.map { .string($0.id) }),
                "pipeline": Self.settings(comparison.pipelineDifferences),
                "config": Self.settings(comparison.configDifferences),
                "environment": Self.settings(comparison.environmentDifferences),
            ],
            "data": data, "notes": .array(comparison.notes.map(JSON.string)),
        ]
    }

    private func model(_ index: Int) -> JSON {
        let model = view.models[index]
        return [
            "name": .string(view.letter(index)), "run": .string(model.run.id), "candidate": .string(model.candidate),
            "model": .string(model.modelName), "selected": .bool(model.isSelected),
            "pipeline": .string(model.run.pipelineName), "config": .string(model.run.configName),
            "test_digest": .string(model.testDigest),
            "is_comparable": .bool(model.testDigest == view.models[0].testDigest),
            "fit_seconds": .double(model.fitSeconds), "bytes": model.bytes.map(JSON.integer) ?? .null,
            "metrics": Evaluation.json(model.metrics), "settings": .object(model.settings),
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

    private var lists: JSON {
        guard let lists = comparison.lists else { return .null }
        let places = lists.models.indices
        return [
            "users": .integer(lists.userCount),
            "overlaps": .array(
                places.flatMap { first in
                    places.filter { $0 > first }.map { second in
                        let overlap = lists.overlaps[first][second]
                        return [
                            "names": .array([first, second].map { .string(view.letter(lists.models[$0])) }),
                            "rank_biased_overlap": .double(overlap.rankBiased), "jaccard@10": .double(overlap.jaccard),
                        ]
                    }
                }),
            "changes": .array(lists.changes.map(change)), "profiles": .array(lists.profiles.map(profile)),
        ]
    }

    private func change(_ change: ListComparison.Change) -> JSON {
        func items(_ items: [ListComparison.ChangedItem]) -> JSON {
            .array(
                items.map { ["item": .string($0.item), "before": .integer($0.before), "after": .integer($0.after)] })
        }
        return [
            "name": .string(view.letter(change.model)), "gained": items(change.gained), "lost": items(change.lost),
            "users": .array(
                change.users.map { user in
                    [
                        "user": .string(user.user), "rank_biased_overlap": .double(user.rankBiased),
                        "before": .array(user.before.map(JSON.string)), "after": .array(user.after.map(JSON.string)),
                    ]
                }),
        ]
    }

    private func profile(_ profile: ListComparison.Profile) -> JSON {
        [
            "name": .string(view.letter(profile.model)), "distinct_items": .integer(profile.distinctItems),
            "head_share": .double(profile.headShare), "percentiles": [0.05, 0.25, 0.5, 0.75, 0.95],
            "scores": .array(profile.scores.map(JSON.double)),
            "popularity": .array(profile.popularity.map(JSON.double)),
        ]
    }

    private func calibration(_ calibration: Comparison.Calibration) -> JSON {
        [
            "name": .string(view.letter(calibration.model)),
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

    private var data: JSON {
        let data = comparison.data
        return [
            "same_inputs": .bool(data.hasSameInputs),
            "counts": .object(
                data.counts.map { count in .init(count.name, .array(count.values.map { $0.map(JSON.integer) ?? .null }))
                }),
            "drift": .object(
                data.drifts.map { drift in
                    .init(drift.title, .array(drift.distances.map { $0.map(JSON.double) ?? .null }))
                }),
            "shared_test_users": .array(data.sharedTestUsers.map { $0.map(JSON.double) ?? .null }),
        ]
    }
}
