public import NetworkTypes

/// A prefix in a routing domain with the label that leads into it (RFC 4364 §4.3.4, RFC 4659 §2, RFC 8277).
public struct VPNRoute<Prefix: VPNPrefix>: Hashable, Sendable, BitwiseCopyable {
    /// The top label, 20 bits; 0 in withdrawals.
    public var label: UInt32
    public var distinguisher: RouteDistinguisher
    public var prefix: Prefix

    @inlinable public init(label: UInt32, distinguisher: RouteDistinguisher, prefix: Prefix) {
        self.label = label & 0xF_FFFF
        self.distinguisher = distinguisher
        self.prefix = prefix
    }
}

/// A prefix that can stand behind a route distinguisher.
public protocol VPNPrefix: WireRoute {
    static var vpnFamily: RouteFamily { get }
    static var maximumLength: Int { get }
    var length: UInt8 { get }

    /// The prefix of `length` bits whose significant octets start at `offset`; `nil` if they are not all there.
    static func readBits(_ bytes: RawSpan, at offset: Int, length: Int) -> Self?

    /// Appends the octets that hold the prefix's bits.
    func appendBits(to bytes: inout [UInt8])
}
