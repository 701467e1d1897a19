/// Names a 5-tuple of a flow in the tag of a frame; 0 is no probe.
struct ProbeIdentity {
    private static let tupleBits: UInt32 = 14

    var flow: Int
    var tuple: Int

    init(flow: Int, tuple: Int) {
        self.flow = flow
        self.tuple = tuple
    }

    init(_ tag: UInt32) {
        flow = Int((tag &- 1) >> Self.tupleBits)
        tuple = Int((tag &- 1) & (1 << Self.tupleBits - 1))
    }

    var tag: UInt32 { UInt32(truncatingIfNeeded: flow) << Self.tupleBits | UInt32(truncatingIfNeeded: tuple) &+ 1 }
}
