internal import BGPWire
internal import NetworkTypes

/// A prefix as a table is keyed by it.
protocol TableKey: Equatable, Sendable, BitwiseCopyable {
    /// A hash that a peer cannot foresee without knowing `multiplier`, an odd number; its high bits are the good ones.
    func hash(_ multiplier: UInt64) -> UInt64

    var prefix: IPPrefix { get }
    var distinguisher: RouteDistinguisher? { get }
}

extension TableKey {
    var routePrefix: RoutePrefix { RoutePrefix(prefix, routeDistinguisher: distinguisher) }
}

@inline(__always)
private func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
}

extension IPv4Prefix: TableKey {
    @inline(__always)
    func hash(_ multiplier: UInt64) -> UInt64 {
        fold((UInt64(address.rawValue) << 8 | UInt64(length)) ^ multiplier >> 7, multiplier)
    }

    var prefix: IPPrefix { .v4(self) }
    var distinguisher: RouteDistinguisher? { nil }
}

extension IPv6Prefix: TableKey {
    @inline(__always)
    func hash(_ multiplier: UInt64) -> UInt64 {
        fold(fold(address.high ^ multiplier >> 7, multiplier) ^ address.low ^ UInt64(length) << 32, multiplier)
    }

    var prefix: IPPrefix { .v6(self) }
    var distinguisher: RouteDistinguisher? { nil }
}

/// A prefix with its route distinguisher; the label is no part of it (RFC 8277 §2.4).
struct VPNKey<Prefix: TableKey & VPNPrefix>: TableKey {
    var rawDistinguisher: UInt64
    var inner: Prefix

    init(_ distinguisher: RouteDistinguisher, _ prefix: Prefix) {
        rawDistinguisher = distinguisher.rawValue
        inner = prefix
    }

    @inline(__always)
    func hash(_ multiplier: UInt64) -> UInt64 { fold(inner.hash(multiplier) ^ rawDistinguisher, multiplier) }

    var prefix: IPPrefix { inner.prefix }
    var distinguisher: RouteDistinguisher? { RouteDistinguisher(rawValue: rawDistinguisher) }
}
