// swift-tools-version: 6.2
import PackageDescription

/// One set of switches for every target, so that no target is held to a lower standard.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

/// Tests replay hours of virtual time: what takes a second with the optimizer takes ten without.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A target without clocks, sockets, environment or chance: it may import other pure targets only.
func pure(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + optimized)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name)] + dependencies,
        exclude: exclude,
        swiftSettings: strict
    )
}

let package = Package(
    name: "ersatz",
    products: [
        .executable(name: "ersatz", targets: ["ersatz"]),
        // For the measurements in Benchmarks, a package of its own.
        .library(name: "RIB", targets: ["NetworkTypes", "BGPWire", "RIB"]),
        .library(name: "Forwarding", targets: ["NetworkTypes", "Packets", "Forwarding"]),
        .library(name: "Replay", targets: ["NetworkTypes", "Topology", "Convergence", "Replay"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The pure core: each may depend on those above it.
        pure("NetworkTypes"),
        pure("Packets", ["NetworkTypes"]),
        pure("BGPWire", ["NetworkTypes"]),
        pure("BGPSession", ["NetworkTypes", "BGPWire"]),
        pure("BFD", ["NetworkTypes"]),
        pure("VRRP", ["NetworkTypes", "Packets"]),
        pure("Firewall", ["NetworkTypes", "Packets"]),
        pure("RIB", ["NetworkTypes", "BGPWire"]),
        pure("Forwarding", ["NetworkTypes", "Packets"]),
        pure("Router", ["NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Forwarding"]),
        .target(
            name: "Topology",
            dependencies: ["NetworkTypes", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        pure("SimulatedTCP", ["NetworkTypes", "Packets"]),
        pure(
            "Network",
            [
                "NetworkTypes", "Packets", "BGPWire", "BGPSession", "BFD", "VRRP", "Firewall", "RIB", "Forwarding",
                "Router",
                "Topology", "SimulatedTCP",
            ]
        ),
        pure("VirtualEngine", ["NetworkTypes", "Topology", "Network"]),
        pure("CustomerConfiguration", ["NetworkTypes", "BGPWire", "Router", "Topology", "Network", "VRRP"]),

        // The edges: files, libraries, people.
        .systemLibrary(name: "CLibpcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .target(name: "CLinux"),
        .target(
            name: "BGPSpeaker",
            dependencies: ["NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Router", "Topology", "CLinux"],
            swiftSettings: strict
        ),
        .target(
            name: "Control",
            dependencies: ["NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Router", "BGPSpeaker"],
            swiftSettings: strict
        ),
        .target(
            name: "LiveEngine",
            dependencies: [
                "NetworkTypes", "BGPSession", "Router", "Topology", "Network", "BGPSpeaker", "Capture", "CLinux",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Capture",
            dependencies: ["NetworkTypes", "CLibpcap"],
            swiftSettings: strict
        ),
        .target(
            name: "Convergence",
            dependencies: ["NetworkTypes", "Topology", "Network"],
            swiftSettings: strict
        ),
        .target(
            name: "Replay",
            dependencies: [
                "NetworkTypes", "Router", "Topology", "Network", "CustomerConfiguration", "VirtualEngine", "BGPSpeaker",
                "LiveEngine", "Capture", "Convergence",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Lab",
            dependencies: [
                "NetworkTypes", "BGPWire", "RIB", "Forwarding", "Router", "Topology", "Network", "VRRP", "Control",
                "Replay",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ersatz",
            dependencies: [
                "NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Router", "Topology", "Network", "VirtualEngine",
                "CustomerConfiguration", "Capture", "Convergence", "Replay", "LiveEngine", "BGPSpeaker", "Control",
                "Lab",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // What tests of whole networks share: topologies as values, and a run in virtual time to ask questions of.
        .target(
            name: "TestLab",
            dependencies: [
                "NetworkTypes", "BGPWire", "RIB", "Router", "Topology", "Network", "VirtualEngine", "Convergence",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/TestLab",
            swiftSettings: strict
        ),
        tests("NetworkTypes"),
        tests("Packets", ["NetworkTypes"]),
        tests("BGPWire", ["NetworkTypes"]),
        tests("BGPSession", ["NetworkTypes", "BGPWire"]),
        tests("BFD", ["NetworkTypes"]),
        tests("VRRP", ["NetworkTypes"]),
        tests("Firewall", ["NetworkTypes", "Packets"]),
        tests("RIB", ["NetworkTypes", "BGPWire"]),
        tests("Forwarding", ["NetworkTypes", "Packets"]),
        tests("Router", ["NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Forwarding"]),
        tests("Topology", ["NetworkTypes"], exclude: ["Corpus"]),
        tests("SimulatedTCP", ["NetworkTypes", "Packets"]),
        tests("Network", ["NetworkTypes", "Topology"]),
        tests(
            "VirtualEngine",
            ["NetworkTypes", "BGPWire", "RIB", "Topology", "Network", "Convergence", "TestLab"]
        ),
        tests("BGPSpeaker", ["NetworkTypes", "BGPWire", "BGPSession", "BFD", "RIB", "Router", "Topology"]),
        tests(
            "LiveEngine",
            ["NetworkTypes", "Topology", "Network", "CustomerConfiguration", "Replay", "Convergence", "Capture"]
        ),
        tests("Control", ["NetworkTypes", "BGPSpeaker", "Topology"]),
        tests(
            "Lab",
            [
                "NetworkTypes", "Topology", "Network", "VirtualEngine", "Control", "Convergence", "Replay", "TestLab",
            ]
        ),
        tests("CustomerConfiguration", ["NetworkTypes", "Topology", "Network"]),
        tests("Capture", ["NetworkTypes"]),
        tests("Convergence", ["NetworkTypes", "Network"]),
        tests("Replay", ["NetworkTypes", "Topology", "Network", "Convergence", "Capture", "TestLab"]),
        tests("ersatz", ["TestLab"]),
    ]
)
