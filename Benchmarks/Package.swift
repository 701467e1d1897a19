// swift-tools-version: 6.2
import PackageDescription

/// Measurements live in a package of their own, so that the main one stays light.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "ersatz", path: "..")],
    targets: [
        .executableTarget(
            name: "table-load",
            dependencies: [
                .product(name: "RIB", package: "ersatz")
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        )
    ]
)
