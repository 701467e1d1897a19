public import Packets

/// The tags that frames of an interface carry: none, one, or an outer and an inner one.
///
/// Interfaces are told apart by VLAN ids; priorities are written, but not compared.
public struct VLANTags: Hashable, Sendable, BitwiseCopyable {
    /// 0, 1 or 2.
    public let count: UInt8
    public let outer: VLANTag
    public let inner: VLANTag

    /// Untagged frames.
    @inlinable public static var none: VLANTags { VLANTags() }

    @inlinable init() {
        count = 0
        outer = VLANTag(customer: 0)
        inner = outer
    }

    @inlinable public init(_ tag: VLANTag) {
        count = 1
        outer = tag
        inner = VLANTag(customer: 0)
    }

    @inlinable public init(outer: VLANTag, inner: VLANTag) {
        count = 2
        self.outer = outer
        self.inner = inner
    }

    /// One customer (802.1Q) tag.
    @inlinable public init(vlan: UInt16) { self.init(VLANTag(customer: vlan)) }

    /// What tells interfaces of one port apart: how many tags, and their VLAN ids.
    @inlinable var selector: UInt64 {
        UInt64(count) << 24 | UInt64(count > 0 ? outer.vlan : 0) << 12 | UInt64(count > 1 ? inner.vlan : 0)
    }
}
