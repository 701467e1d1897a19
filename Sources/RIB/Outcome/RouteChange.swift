public import NetworkTypes

/// The decision on one prefix came out differently from last time: what the forwarder has to install.
public struct RouteChange: Hashable, Sendable, BitwiseCopyable {
    public var domain: DomainIndex
    public var prefix: IPPrefix
    /// Where packets go now; ``NextHopSetHandle/none`` if there is no route any more.
    public var nextHops: NextHopSetHandle
    public var decidedBy: DecisionStep
    /// The tag of the best path.
    public var tag: UInt8

    public init(
        domain: DomainIndex,
        prefix: IPPrefix,
        nextHops: NextHopSetHandle,
        decidedBy: DecisionStep,
        tag: UInt8
    ) {
        self.domain = domain
        self.prefix = prefix
        self.nextHops = nextHops
        self.decidedBy = decidedBy
        self.tag = tag
    }
}
