// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

func ersatz(_ product: String) -> Target.Dependency { .product(name: product, package: "ersatz") }

/// Measurements live in a package of their own, so that the main one stays light.
///
/// One program for each part of Ersatz that is measured, so that none of them builds more than it needs.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "ersatz", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .target(
            name: "Measuring",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict
        ),
        .target(name: "FullTable", dependencies: [ersatz("RIB")], swiftSettings: strict),
        .executableTarget(
            name: "measure-tables",
            dependencies: ["Measuring", "FullTable", ersatz("RIB")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "measure-forwarding",
            dependencies: ["Measuring", "FullTable", ersatz("Forwarding")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "measure-replay",
            dependencies: ["Measuring", ersatz("Replay")],
            swiftSettings: strict
        ),
    ]
)
