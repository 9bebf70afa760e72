// swift-tools-version: 6.1
import PackageDescription

// Arrows point one way: Numerics <- Data <- Pipeline <- {Stages, Models, Report, Observers} <- Catalog <- CommandLine.
let numerics: [Target] = [
    .systemLibrary(
        name: "COpenBLAS", path: "Sources/Numerics/COpenBLAS",
        providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    // The C target names its libraries itself: a module map's link lines act on Swift imports only.
    .target(
        name: "CLinearAlgebra", dependencies: ["COpenBLAS"], path: "Sources/Numerics/CLinearAlgebra",
        linkerSettings: [.linkedLibrary("lapacke"), .linkedLibrary("openblas")]),
    .target(name: "LinearAlgebra", dependencies: ["CLinearAlgebra"], path: "Sources/Numerics/LinearAlgebra"),
]

let data: [Target] = [
    .systemLibrary(name: "CZlib", path: "Sources/Data/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", path: "Sources/Data/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(
        name: "DurableFiles", dependencies: ["LinearAlgebra", .product(name: "Crypto", package: "swift-crypto")],
        path: "Sources/Data/DurableFiles"),
    .target(name: "Tables", dependencies: ["LinearAlgebra"], path: "Sources/Data/Tables"),
    .target(name: "Expressions", dependencies: ["LinearAlgebra", "Tables"], path: "Sources/Data/Expressions"),
    .target(name: "Modelling", dependencies: ["LinearAlgebra", "Tables"], path: "Sources/Data/Modelling"),
]

let pipeline: [Target] = [
    .target(
        name: "Pipeline",
        dependencies: [
            "LinearAlgebra", "Tables", "Expressions", "Modelling", "DurableFiles",
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/Pipeline")
]

/// A stage sees the pipeline and what it stands on; never another stage.
func stage(_ name: String, folder: String, extra: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(
        name: name,
        dependencies: ["Pipeline", "Tables", "Expressions", "Modelling", "DurableFiles", "LinearAlgebra"] + extra,
        path: "Sources/Stages/\(folder)", exclude: exclude)
}

let stages: [Target] = [
    // The byte scanner lies inside the stage that owns it, and is a target of its own because it is C.
    .target(name: "CByteScan", path: "Sources/Stages/Load/CByteScan"),
    .target(
        name: "LoadStage",
        dependencies: ["Pipeline", "Tables", "LinearAlgebra", "CByteScan", "CZlib", "CZstd"],
        path: "Sources/Stages/Load", exclude: ["CByteScan"]),
    stage("CleanStage", folder: "Clean"),
    stage("FeaturesStage", folder: "Features"),
    stage("TrainStage", folder: "Train"),
    stage("EvaluateStage", folder: "Evaluate", extra: [.product(name: "Crypto", package: "swift-crypto")]),
    stage("ExportStage", folder: "Export"),
]

/// A model family sees the pipeline's settings and the modelling contracts; never a stage.
func modelFamily(_ name: String) -> Target {
    .target(
        name: name, dependencies: ["Pipeline", "Modelling", "Tables", "LinearAlgebra"], path: "Sources/Models/\(name)")
}

let models: [Target] = [modelFamily("Factorization"), modelFamily("Baselines")]

let top: [Target] = [
    .target(name: "Report", dependencies: ["Pipeline", "Modelling"], path: "Sources/Report"),
    // What runs are told to: it sees their results, never how they come about. Its HTTP client is the toolchain's own,
    // FoundationNetworking.
    .target(
        name: "Observers",
        dependencies: [
            "Pipeline", "Modelling", "Tables", "DurableFiles", .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/Observers"),
    .target(name: "SampleShop", dependencies: ["LinearAlgebra"], path: "Sources/SampleShop"),
    .target(
        name: "Catalog",
        dependencies: [
            "Pipeline", "LoadStage", "CleanStage", "FeaturesStage", "TrainStage", "EvaluateStage", "ExportStage",
            "Factorization", "Baselines", "Report", "Observers", .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/Catalog"),
    .executableTarget(
        name: "mercer",
        dependencies: [
            "Catalog", "Report", "Observers", "Pipeline", "Modelling", "DurableFiles", "Tables", "LinearAlgebra",
            "SampleShop", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/CommandLine"),
]

/// What `make bench` measures with: the logic, which the tests see, and the suite itself. The suite is built where it is
/// asked for, so that `make test` neither compiles nor links it.
let benchmarks: [Target] =
    [
        .target(
            name: "Benchmarking", dependencies: ["Pipeline", "Modelling", "Tables", "DurableFiles", "LinearAlgebra"],
            path: "Benchmarks/Benchmarking")
    ]
    + (Context.environment["MERCER_BENCHMARKS"] == nil
        ? []
        : [
            .executableTarget(
                name: "mercer-bench",
                dependencies: [
                    "Benchmarking", "Catalog", "Pipeline", "Modelling", "Tables", "DurableFiles", "LinearAlgebra",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Logging", package: "swift-log"),
                ], path: "Benchmarks/Suite")
        ])

/// One test target stands beside each module; all see the layers below the stages.
func tests(_ module: String, target: String? = nil, extra: [Target.Dependency] = []) -> Target {
    let below = Set([
        "TestSupport", "Pipeline", "Expressions", "Modelling", "Tables", "DurableFiles", "LinearAlgebra",
        target ?? module,
    ])
    return .testTarget(
        name: "\(module)Tests",
        dependencies: below.sorted().map { .target(name: $0) } + [.product(name: "Logging", package: "swift-log")]
            + extra,
        path: "Tests/\(module)Tests")
}

let testTargets: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: [
            "LinearAlgebra", "Tables", "DurableFiles", "Modelling", "Pipeline",
            .product(name: "Logging", package: "swift-log"),
        ],
        path: "Tests/TestSupport"),
    // The kernels' builds for older processors, under names of their own.
    .target(name: "KernelVariants", dependencies: ["CLinearAlgebra"], path: "Tests/KernelVariants"),
    tests("LinearAlgebra", extra: ["CLinearAlgebra", "KernelVariants"]),
    tests("DurableFiles"),
    tests("Tables"),
    tests("Expressions"),
    tests("Modelling"),
    tests("Pipeline"),
    tests("LoadStage", extra: ["CZlib", "CZstd"]),
    tests("CleanStage"),
    tests("FeaturesStage"),
    tests("TrainStage", extra: ["Baselines", "Factorization"]),
    tests("EvaluateStage"),
    tests("Factorization"),
    tests("Baselines"),
    tests("ExportStage"),
    tests("Example", target: "ExportStage"),
    tests("Report"),
    tests("Observers", extra: ["Catalog"]),
    tests("SampleShop"),
    tests("Catalog"),
    tests("CommandLine", target: "mercer"),
    tests("Benchmarking", extra: ["Catalog"]),
]

// A target lists every module that its files import, also where another brings it along: an incremental build compiles a
// target again only where a module that it lists has changed.
let package = Package(
    name: "mercer",
    products: [.executable(name: "mercer", targets: ["mercer"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: numerics + data + pipeline + stages + models + top + benchmarks + testTargets
)
