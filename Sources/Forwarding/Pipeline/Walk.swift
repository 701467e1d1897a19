import NetworkTypes
import Packets

/// A frame on its way through the pipeline.
struct Walk: BitwiseCopyable, Sendable {
    /// An interface that the frame passed, and the bytes that it had then.
    ///
    /// One number, since there is room for several in every walk.
    struct Crossing: BitwiseCopyable, Sendable {
        private let bits: UInt64

        @inline(__always) init(interface: InterfaceIndex, byteCount: UInt16, isOut: Bool) {
            bits = UInt64(interface.rawValue) &<< 32 | UInt64(byteCount) &<< 1 | (isOut ? 1 : 0)
        }

        @inline(__always) var interface: InterfaceIndex {
            InterfaceIndex(rawValue: UInt32(truncatingIfNeeded: bits &>> 32))
        }
        @inline(__always) var byteCount: UInt16 { UInt16(truncatingIfNeeded: bits &>> 1) }
        @inline(__always) var isOut: Bool { bits & 1 == 1 }
    }

    /// Times that one frame may be encapsulated, decapsulated or routed again.
    static var stageLimit: Int { 8 }

    let frame: FrameHandle
    /// Of the frame as it is now.
    var summary: FrameSummary
    var domain: DomainIndex
    /// Where the packet that is being routed came in; none for what this router sends.
    var ingress: InterfaceIndex?
    /// The last interface of all.
    var last: InterfaceIndex?
    /// The interface that the owner wants the packet to leave by.
    var pinned: InterfaceIndex?
    /// Whether this router made the packet: then it has its time to live still before it.
    var isOwn: Bool
    private(set) var crossingCount = 0
    private(set) var crossings = InlineArray<8, Crossing>(
        repeating: Crossing(interface: InterfaceIndex(rawValue: 0), byteCount: 0, isOut: false)
    )

    init(_ frame: FrameHandle, _ summary: FrameSummary, domain: DomainIndex, pinned: InterfaceIndex?, isOwn: Bool) {
        self.frame = frame
        self.summary = summary
        self.domain = domain
        self.pinned = pinned
        self.isOwn = isOwn
    }

    @inline(__always) mutating func enter(_ interface: InterfaceIndex, byteCount: Int) {
        ingress = interface
        cross(interface, byteCount: byteCount, isOut: false)
    }

    @inline(__always) mutating func leave(_ interface: InterfaceIndex, byteCount: Int) {
        cross(interface, byteCount: byteCount, isOut: true)
    }

    @inline(__always) private mutating func cross(_ interface: InterfaceIndex, byteCount: Int, isOut: Bool) {
        last = interface
        guard crossingCount < crossings.count else { return }
        let bytes = UInt16(truncatingIfNeeded: byteCount)
        crossings[crossingCount] = Crossing(interface: interface, byteCount: bytes, isOut: isOut)
        crossingCount &+= 1
    }
}
