import Foundation
import Testing

@testable import LiveEngine

/// Kernels before 6.8 do not look at a link when they are asked about it.
private let kernelLooks: Bool = {
    let version = ProcessInfo.processInfo.operatingSystemVersion
    return (version.majorVersion, version.minorVersion) >= (6, 8)
}()

@Suite("Carrier", .enabled(if: Machine.canMakeNetworks, "needs root and /dev/net/tun"))
struct CarrierTests {
    @Test(.enabled(if: kernelLooks, "needs Linux 6.8"))
    func `ports that lose carrier one after the other are all seen to at once`() throws {
        let names = ["one", "two", "three"]
        try NetworkNamespace().inside {
            let tunnels = try names.map { try Tunnel(.frames, name: $0) }
            var netlink = try Netlink()
            for name in names { try netlink.raise(Netlink.index(of: name)) }
            #expect(Self.running(names) == names)
            for (place, tunnel) in tunnels.enumerated() {
                tunnel.setCarrier(false)
                #expect(Self.running(names) == Array(names[(place + 1)...]))
            }
            tunnels[1].setCarrier(true)
            #expect(Self.running(names) == ["two"])
        }
    }

    /// Which interfaces of the calling thread's network are up and have carrier.
    private static func running(_ names: [String]) -> [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var found: Set<String> = []
        for entry in sequence(first: first, next: { $0?.pointee.ifa_next }) {
            guard let entry, entry.pointee.ifa_flags & UInt32(IFF_RUNNING) != 0 else { continue }
            found.insert(String(cString: entry.pointee.ifa_name))
        }
        return names.filter(found.contains)
    }
}
