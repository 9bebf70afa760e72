// swift-tools-version: 6.1
import PackageDescription

// Arrows point one way: Numerics <- Data <- Pipeline <- {Stages, Models, Report} <- Catalog <- CommandLine.
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
    .target(name: "Tables", dependencies: ["LinearAlgebra"], path: "Sources/Data/Tables"),
    .target(name: "Expressions", dependencies: ["LinearAlgebra", "Tables"], path: "Sources/Data/Expressions"),
    .target(name: "Modelling", dependencies: ["LinearAlgebra", "Tables"], path: "Sources/Data/Modelling"),
]

let pipeline: [Target] = [
    .target(
        name: "Pipeline",
        dependencies: [
            "Tables", "Expressions", "Modelling",
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "Logging", package: "swift-log"),
        ], path: "Sources/Pipeline")
]

/// A stage sees the pipeline and what it stands on; never another stage.
func stage(_ name: String, folder: String, extra: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: ["Pipeline", "Tables", "Expressions", "Modelling", "LinearAlgebra"] + extra,
        path: "Sources/Stages/\(folder)")
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
    stage("EvaluateStage", folder: "Evaluate"),
    stage("ExportStage", folder: "Export"),
]

/// A model family sees the pipeline's settings and the modelling contracts; never a stage.
func modelFamily(_ name: String) -> Target {
    .target(name: name, dependencies: ["Pipeline", "Modelling", "LinearAlgebra"], path: "Sources/Models/\(name)")
}

let models: [Target] = [modelFamily("Factorization"), modelFamily("Baselines")]

let top: [Target] = [
    .target(name: "Report", dependencies: ["Pipeline", "Modelling"], path: "Sources/Report"),
    .target(name: "SampleShop", dependencies: ["LinearAlgebra"], path: "Sources/SampleShop"),
    .target(
        name: "Catalog",
        dependencies: [
            "Pipeline", "LoadStage", "CleanStage", "FeaturesStage", "TrainStage", "EvaluateStage", "ExportStage",
            "Factorization", "Baselines", "Report",
        ], path: "Sources/Catalog"),
    .executableTarget(
        name: "mercer",
        dependencies: [
            "Catalog", "SampleShop", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], path: "Sources/CommandLine"),
]

/// One test target stands beside each module.
func tests(_ module: Target.Dependency, name: String, extra: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [module, "TestSupport"] + extra, path: "Tests/\(name)Tests")
}

let testTargets: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: [
            "LinearAlgebra", "Tables", "Modelling", "Pipeline", .product(name: "Logging", package: "swift-log"),
        ],
        path: "Tests/TestSupport"),
    tests("LinearAlgebra", name: "LinearAlgebra", extra: ["CLinearAlgebra"]),
    tests("Pipeline", name: "Pipeline", extra: ["Tables", "Modelling", "LinearAlgebra"]),
    tests("Modelling", name: "Modelling", extra: ["LinearAlgebra", "Tables"]),
    tests("SampleShop", name: "SampleShop"),
    tests("Catalog", name: "Catalog"),
    tests("mercer", name: "CommandLine", extra: ["Pipeline"]),
    tests("Baselines", name: "Baselines", extra: ["Modelling", "LinearAlgebra"]),
    tests("Factorization", name: "Factorization", extra: ["Modelling", "Pipeline", "LinearAlgebra"]),
    tests("TrainStage", name: "TrainStage", extra: ["Baselines", "Factorization", "Modelling", "Pipeline", "LinearAlgebra"]),
    tests("Report", name: "Report", extra: ["Pipeline", "Modelling"]),
    tests("Expressions", name: "Expressions", extra: ["Tables", "LinearAlgebra"]),
    tests("ExportStage", name: "ExportStage"),
    tests("ExportStage", name: "Example"),
    tests(
        "CleanStage", name: "CleanStage",
        extra: ["Pipeline", "Expressions", "Tables", "LinearAlgebra", .product(name: "Logging", package: "swift-log")]),
    tests("FeaturesStage", name: "FeaturesStage", extra: [.product(name: "Logging", package: "swift-log")]),
    tests("LoadStage", name: "LoadStage", extra: ["Pipeline", "Tables", "LinearAlgebra", "CZlib", "CZstd"]),
]

let package = Package(
    name: "mercer",
    products: [.executable(name: "mercer", targets: ["mercer"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: numerics + data + pipeline + stages + models + top + testTargets
)
