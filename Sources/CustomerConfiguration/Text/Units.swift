import NetworkTypes
import Router
import Topology

extension Duration {
    /// In whole seconds, rounded up, so that nothing becomes shorter than it was meant to be.
    var seconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }

    /// In whole milliseconds, rounded up.
    var milliseconds: Int64 { nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 > 0 ? 1 : 0) }

    var isWholeSeconds: Bool { components.attoseconds == 0 }
    var isWholeMilliseconds: Bool { nanoseconds % 1_000_000 == 0 }
}

extension AddressFamily {
    /// The word that commands begin with.
    var ip: String { self == .ipv4 ? "ip" : "ipv6" }
}

extension IPv4Prefix {
    /// `255.255.255.0` for a /24.
    var mask: IPv4Address { Self.mask(ofLength: length) }

    static func mask(ofLength length: UInt8) -> IPv4Address {
        IPv4Address(rawValue: length == 0 ? 0 : UInt32.max << (32 - UInt32(Swift.min(length, 32))))
    }
}

extension RouterConfiguration.InterfaceAddress {
    /// `172.16.1.1/30`.
    var text: String { "\(address)/\(prefixLength)" }
}

extension Topology.Dampening {
    /// `15 750 6000 60`: half-life and longest suppression in minutes, as routes are dampened.
    var minuteWords: String { "\(halfLife.minutes) \(reuse) \(suppress) \(Swift.min(255, maximumSuppress.minutes))" }

    /// The same in seconds, as interfaces are.
    var secondWords: String { "\(halfLife.seconds) \(reuse) \(suppress) \(Swift.min(255, maximumSuppress.seconds))" }
}
