import Baselines
import CleanStage
import EvaluateStage
import ExportStage
import Factorization
import FeaturesStage
import LoadStage
import Logging
import Observers
import Pipeline
import Report
import TrainStage

/// The one list that names every component: adding one adds one line here.
public enum Catalog {
    public static let components = ComponentCatalog(
        sources: [
            .init(CSVSource.self)
        ],
        cleaningSteps: [
            .init(DropMissing.self),
            .init(Deduplicate.self),
            .init(Filter.self),
            .init(MapValues.self),
            .init(Cast.self),
            .init(Rename.self),
            .init(NormalizeText.self),
            .init(Clip.self),
        ],
        datasets: [
            .init(InteractionsBuilder.self)
        ],
        splits: [
            .init(RandomSplit.self),
            .init(LeaveLastOutSplit.self),
            .init(TemporalSplit.self),
            .init(LastSessionSplit.self),
        ],
        models: [
            .init(ALS.self),
            .init(SGD.self),
            .init(Popularity.self),
        ],
        metrics: [
            NDCG.self,
            Precision.self,
            Recall.self,
            RecallCapped.self,
            MeanAveragePrecision.self,
            HitRate.self,
            MeanReciprocalRank.self,
            AreaUnderCurve.self,
            Coverage.self,
            PopularityShare.self,
            RootMeanSquaredError.self,
            MeanAbsoluteError.self,
        ],
        gateConditions: [
            .init(Minimum.self),
            .init(MinimumChange.self),
            .init(NotWorse.self),
            .init(Segments.self),
            .init(Bounds.self),
            .init(MaximumFitSeconds.self),
            .init(MaximumBundleBytes.self),
        ],
        exporters: [
            .init(BundleExporter.self),
            .init(RecommendationsExporter.self),
            .init(TableExporter.self),
        ],
        trackers: [
            .init(MLflowTracking.self)
        ],
        lineageReceivers: [
            .init(OpenLineage.self)
        ])

    /// What hears of a config's runs when they have ended, in this order.
    ///
    /// - Parameter effort: made for destinations outside the workspace.
    public static func observers(
        of config: SiteConfig, log: Logger, effort: DeliveryEffort
    ) -> [any RunObserver] {
        [OutboxObserver(config, catalog: components, log: log, effort: effort)]
    }

    public static let stages = StageTypes(
        load: LoadStage.self, clean: CleanStage.self, features: FeaturesStage.self, train: TrainStage.self,
        evaluate: EvaluateStage.self, export: ExportStage.self)

    public static let reporter: any Reporting = RunReport()

    /// Definition of each metric, by its name without cutoff.
    public static let metricDefinitions: [String: String] = components.metrics.reduce(into: [:]) {
        $0[$1.name] = $1.definition
    }
}
