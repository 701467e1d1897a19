/// Packs routes into as few UPDATE messages as fit, appending them to the caller's buffer.
///
/// One run is `begin…`, any number of `append`, `finish`; between them the caller must not touch the octets that
/// were appended. The writer may be kept and reused, and then allocates nothing but growth of the buffer.
///
///     var writer = UpdateWriter(context: context)
///     if writer.beginAnnouncing(attributes, family: .ipv4Unicast) {
///         for prefix in prefixes { writer.append(prefix, to: &bytes) }
///         writer.finish(&bytes)
///     }
public struct UpdateWriter: Sendable {
    public let context: WireContext
    /// Messages completed since the writer was made.
    public private(set) var messageCount = 0

    public init(context: WireContext) {
        self.context = context
    }

    /// Starts a run of announcements with one attribute set; its `nextHop` is written in the form of `family`.
    ///
    /// - Returns: `false`, with nothing begun, if attributes of this size leave no room for a route in a message, or the next hop is missing or of the
    ///   wrong family; the routes must then be withdrawn instead.
    public mutating func beginAnnouncing(_ attributes: PathAttributes, family: RouteFamily) -> Bool { fatalError() }

    /// Starts a run of announcements with attributes already encoded by ``PathAttributes/append(to:fourOctetAS:includingNextHop:)``
    /// (`includingNextHop` for IPv4 unicast only).
    public mutating func beginAnnouncing(encoded: RawSpan, nextHop: NextHop, family: RouteFamily) -> Bool {
        fatalError()
    }

    /// Starts a run of withdrawals.
    public mutating func beginWithdrawing(family: RouteFamily) { fatalError() }

    /// Adds a route of the run's family. Amortised constant time, no allocation but the buffer's growth.
    public mutating func append<Route: WireRoute>(_ route: Route, to bytes: inout [UInt8]) { fatalError() }

    /// Completes the last message; harmless if there is none.
    public mutating func finish(_ bytes: inout [UInt8]) { fatalError() }

    /// Appends the message that ends a family's initial routes (RFC 4724 §2).
    public mutating func appendEndOfRIB(_ family: RouteFamily, to bytes: inout [UInt8]) { fatalError() }
}
