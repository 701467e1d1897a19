import Convergence
import Foundation
import Network
import NetworkTypes
import Replay
import Testing
import Topology

@testable import LiveEngine

/// Kernels in the place of a host and of a machine of `dual-stack.yaml`.
@Suite("Machines with kernels", .enabled(if: Machine.canMakeNetworks, "needs root and /dev/net/tun"))
struct MachineHostTests {
    private let client: NetworkNamespace
    private let server: NetworkNamespace

    init() throws { (client, server) = (try NetworkNamespace(), try NetworkNamespace()) }

    private func topology() throws -> Topology {
        let file = Machine.file("dual-stack.yaml")
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacingOccurrences(of: "name: db,", with: "name: db, namespace: /proc/self/fd/\(client.descriptor),")
            .replacingOccurrences(of: "name: app,", with: "name: app, namespace: /proc/self/fd/\(server.descriptor),")
        return try #require(Topology.load(text: text, file: file).topology)
    }

    @Test(.timeLimit(.minutes(15)))
    func `what kernels send each other crosses the edge, beside the flows, and nothing stays behind`() async throws {
        let replay = try LiveReplay(topology(), options: RunOptions(), directory: nil)
        #expect(interfaces(of: client) == ["ersatz", "lo"])
        let (ask4, ask6) = try client.inside { (try Wire("10.100.1.10"), try Wire("fd00:100:0:1::10")) }
        let (hear4, hear6) = try server.inside { (try Wire("10.10.1.4"), try Wire("fd00:10:0:1::4")) }
        // An address that is the kernel's own idea.
        let foreign = try client.inside {
            var netlink = try Netlink()
            try netlink.raise(Netlink.index(of: "lo"))
            try netlink.add(#require(IPAddress("10.9.9.9")), prefixLength: 32, to: Netlink.index(of: "lo"))
            return try Wire("10.9.9.9")
        }
        await replay.start()
        var heard: (four: Set<String>, six: Set<String>) = ([], [])
        // Other tests use the processors meanwhile: it takes what it takes.
        while await !replay.isFinished, await replay.progress.elapsed == nil || heard.four.isEmpty || heard.six.isEmpty
        {
            try await replay.advance(by: .milliseconds(50))
            heard = (heard.four.union(hear4.received), heard.six.union(hear6.received))
            ask4.send("four", to: "10.10.1.4")
            ask6.send("six", to: "fd00:10:0:1::4")
            foreign.send("foreign", to: "10.10.1.4")
        }
        for _ in 0..<20 { try await replay.advance(by: .milliseconds(50)) }
        try await replay.interrupt()
        let report = await replay.report()
        try await replay.finish(report, topologyText: "", isComplete: true)
        #expect(heard == (["four"], ["six"]))
        for flow in report.flows { #expect(flow.received > 0) }
        let finding = try #require(report.findings.first { $0.subject == "host/headquarters/db" })
        #expect(finding.text.contains("it drops packets from 10.9.9.9, which is not its address"))
        try await Machine.wait { (interfaces(of: client) + interfaces(of: server)) == ["lo", "lo"] }
        #expect(interfaces(of: client) == ["lo"])
        #expect(interfaces(of: server) == ["lo"])
    }

    @Test func `in virtual time machines do without kernels`() throws {
        var replay = try VirtualReplay(topology(), options: RunOptions(until: .seconds(1)), directory: nil)
        while !replay.isFinished { try replay.advance(by: .seconds(1)) }
        #expect(replay.report().flows.allSatisfy { $0.lost == 0 })
    }

    @Test func `a namespace is one machine of one run, and never the run's own`() throws {
        let kernel = try #require(Blueprint(topology()).nodes.compactMap(\.kernel).first)
        let machine = try MachineHost(kernel)
        defer { machine.stop() }
        #expect(throws: SystemError("namespace \(kernel.namespace) is another machine's already", EBUSY)) {
            _ = try MachineHost(kernel)
        }
        var own = kernel
        own.namespace = "/proc/thread-self/ns/net"
        #expect(throws: SystemError.self) { _ = try MachineHost(own) }
    }

    private func interfaces(of namespace: NetworkNamespace) -> [String] {
        namespace.inside {
            let table = (try? String(contentsOfFile: "/proc/thread-self/net/dev", encoding: .utf8)) ?? ""
            return table.split(separator: "\n").dropFirst(2)
                .compactMap { $0.split(separator: ":").first?.trimmingCharacters(in: .whitespaces) }
                .sorted()
        }
    }
}

/// A UDP socket at one address of the calling thread's network.
private final class Wire {
    private static let port: UInt16 = 5000
    private let descriptor: Int32
    private let isIPv6: Bool

    init(_ address: String) throws {
        isIPv6 = address.contains(":")
        descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        let bound = Self.with(address) { bind(descriptor, $0, $1) }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    func send(_ text: String, to address: String) {
        _ = Self.with(address) { sendto(descriptor, text, text.utf8.count, 0, $0, $1) }
    }

    /// The different texts that have come.
    var received: Set<String> {
        var texts: Set<String> = []
        var buffer = [UInt8](repeating: 0, count: 100)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count >= 0 {
            texts.insert(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return texts
    }

    private static func with<Result>(
        _ address: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        if address.contains(":") {
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = port.bigEndian
            inet_pton(AF_INET6, address, &place.sin6_addr)
            return erased(&place, body)
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &place.sin_addr)
        return erased(&place, body)
    }

    private static func erased<Address, Result>(
        _ place: inout Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        let size = socklen_t(MemoryLayout<Address>.size)
        return withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
        }
    }
}
