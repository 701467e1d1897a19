import Capture
import Convergence
import Foundation
import NetworkTypes
import Replay
import Testing
import Topology

/// Where Wireshark's terminal program is, if it is installed.
private let tsharkPath = ["/usr/bin/tshark", "/usr/local/bin/tshark"].first {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// What Wireshark makes of a trace.
@Suite("Traces") struct TraceTests {

    /// A run's trace, which is removed afterwards.
    private func withTrace(
        of name: String,
        until: Duration,
        filter: String? = nil,
        _ body: (String) throws -> Void
    ) throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("ersatz-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let directory = try RunDirectory(at: place.path)
        let options = VirtualReplay.Options(until: until, filter: filter)
        var replay = try VirtualReplay(try BundledTopology.named(name), options: options, directory: directory)
        while !replay.isFinished { try replay.advance(by: .seconds(1)) }
        try replay.finish(replay.report(), topologyText: "", isComplete: true)
        try body(directory.path(of: .trace))
    }

    private func tshark(_ arguments: [String]) throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(tsharkPath))
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: output, as: UTF8.self).split(separator: "\n")
    }

    private static let checks = [
        "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
    ]

    @Test(
        .enabled(if: tsharkPath != nil, "tshark is not installed"),
        arguments: ["dual-stack.yaml", "gateway-zone-loss.yaml", "route-reflector.yaml"]
    )
    func `no packet is malformed and no checksum wrong`(name: String) throws {
        try withTrace(of: name, until: .seconds(14)) { trace in
            let bad = try tshark(
                ["-r", trace] + Self.checks + [
                    "-Y",
                    "_ws.malformed or tcp.checksum.status == 0 or ip.checksum.status == 0 or udp.checksum.status == 0",
                ]
            )
            #expect(bad.isEmpty, "\(bad.prefix(3))")
            let protocols = try tshark(["-r", trace, "-q", "-z", "io,phs"]).joined(separator: "\n")
            for name in ["bgp", "bfd", "vxlan", "arp"] { #expect(protocols.contains(name), "no \(name) in the trace") }
        }
    }

    @Test(.enabled(if: tsharkPath != nil, "tshark is not installed"))
    func `before the first fault no wire shows a TCP segment that Wireshark wonders about`() throws {
        try withTrace(of: "maximum-resiliency.yaml", until: .seconds(9)) { trace in
            let interfaces = Set(try tshark(["-r", trace, "-T", "fields", "-e", "frame.interface_id"]))
            #expect(interfaces.count > 10)
            for interface in interfaces.sorted() {
                let alone = trace + ".\(interface)"
                _ = try tshark(["-r", trace, "-Y", "frame.interface_id == \(interface) and tcp", "-w", alone])
                let flags = try tshark(["-r", alone, "-Y", "tcp.analysis.flags"])
                #expect(flags.isEmpty, "interface \(interface): \(flags.prefix(3))")
            }
        }
    }

    @Test func `interfaces bear the paths of wires, and comments tell of faults`() throws {
        try withTrace(of: "standard-resiliency.yaml", until: .seconds(12)) { trace in
            let reader = try PcapReader(path: trace)
            var comments: [String] = []
            while let packet = try reader.next() { comments += packet.comments }
            let names = reader.interfaces.map(\.name)
            #expect(names.contains("link/er-ams/primary/customer"))
            #expect(names.contains("lan/headquarters/cpe1"))
            #expect(comments.contains("step 1: cut link/er-ams/primary/customer"))
            #expect(comments.contains { $0.hasPrefix("flow/db-app") && $0.hasSuffix("first packet on its new path") })
            #expect(comments.contains { $0.hasPrefix("dropped by msee/amsterdam/1") })
        }
    }

    @Test func `a filter sees through tags and tunnels`() throws {
        try withTrace(of: "maximum-resiliency.yaml", until: .seconds(1), filter: "tcp port 179") { trace in
            let reader = try PcapReader(path: trace)
            var wires: Set<String> = []
            while let packet = try reader.next() { wires.insert(reader.interfaces[packet.interface].name) }
            #expect(wires.contains("link/er-ams/primary/customer"), "tagged")
            #expect(wires.contains("fabric/westeurope/gateway/ergw/instance/0"), "inside VXLAN")
            #expect(wires.contains("backbone/reflector/1"), "plain")
            #expect(!wires.contains("host/headquarters/db"))
        }
    }

    @Test(.enabled(if: tsharkPath != nil, "tshark is not installed"))
    func `circuits of a port pair have two tags of EtherType 0x8100, those of providers a service tag`() throws {
        let fields = ["-T", "fields", "-e", "eth.type", "-e", "vlan.etype"]
        try withTrace(of: "direct/port-pair.yaml", until: .seconds(1)) { trace in
            let tags = try tshark(["-r", trace, "-Y", "vlan.id == 1001 && vlan.id == 100 && bgp"] + fields)
            #expect(!tags.isEmpty && tags.allSatisfy { $0 == "0x8100\t0x8100,0x0800" }, "\(tags.prefix(3))")
            #expect(try tshark(["-r", trace, "-Y", "eth.type == 0x88a8"]).isEmpty)
        }
    }
}
