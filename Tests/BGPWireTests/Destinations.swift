import BGPWire
import NetworkTypes

/// Made-up destinations of every family.
enum Destinations {
    /// Destinations of any kind but default routes, which have messages of their own.
    static func sample(_ family: RouteFamily, count: Int) -> [DecodedUpdate.Destination] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in
            let bits = generator.next()
            let ipv4 = IPv4Prefix(
                IPv4Address(rawValue: UInt32(truncatingIfNeeded: bits)),
                length: UInt8(1 + generator.below(32))
            )
            let ipv6 = IPv6Prefix(
                IPv6Address(high: bits, low: generator.next()),
                length: UInt8(1 + generator.below(128))
            )
            let label = UInt32(generator.below(1 << 20))
            let distinguisher = RouteDistinguisher(rawValue: generator.next())
            switch family {
            case .ipv4Unicast: return .ipv4(ipv4)
            case .ipv6Unicast: return .ipv6(ipv6)
            case .vpnIPv4: return .vpnIPv4(VPNRoute(label: label, distinguisher: distinguisher, prefix: ipv4))
            case .vpnIPv6: return .vpnIPv6(VPNRoute(label: label, distinguisher: distinguisher, prefix: ipv6))
            }
        }
    }

    static func append(_ route: DecodedUpdate.Destination, with writer: inout UpdateWriter, to bytes: inout [UInt8]) {
        switch route {
        case .ipv4(let prefix): writer.append(prefix, to: &bytes)
        case .ipv6(let prefix): writer.append(prefix, to: &bytes)
        case .vpnIPv4(let route): writer.append(route, to: &bytes)
        case .vpnIPv6(let route): writer.append(route, to: &bytes)
        }
    }

    /// What a withdrawal says of a route.
    static func withoutLabel(_ route: DecodedUpdate.Destination) -> DecodedUpdate.Destination {
        switch route {
        case .ipv4, .ipv6: return route
        case .vpnIPv4(var route):
            route.label = 0
            return .vpnIPv4(route)
        case .vpnIPv6(var route):
            route.label = 0
            return .vpnIPv6(route)
        }
    }

    /// The bodies of the messages in a stream.
    static func messages(in stream: [UInt8], pieces: Int = .max) throws(NotificationError) -> [[UInt8]] {
        var framer = MessageFramer()
        var result: [[UInt8]] = []
        var start = 0
        while start < stream.count {
            let piece = Array(stream[start..<min(start + min(pieces, stream.count), stream.count)])
            start += piece.count
            var offset = 0
            while let frame = try framer.next(in: piece.span.bytes, at: &offset) {
                let body = framer.body(of: frame, in: piece.span.bytes)
                result.append((0..<body.byteCount).map { body.unsafeLoad(fromByteOffset: $0, as: UInt8.self) })
            }
        }
        return result
    }
}
