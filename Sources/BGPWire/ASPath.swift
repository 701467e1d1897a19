public import NetworkTypes

/// The ASs that a route has passed, nearest first (RFC 4271 §4.3, RFC 5065 §3).
///
/// All segments lie in one array, so that a path costs one allocation, and equal paths are equal arrays.
public struct ASPath: Hashable, Sendable {
    /// Per segment a word with the kind in the top octet and the count below, then the AS numbers.
    @usableFromInline var words: [UInt32]

    public enum SegmentKind: UInt8, Hashable, Sendable {
        case set = 1
        case sequence = 2
        case confederationSequence = 3
        case confederationSet = 4
    }

    public struct Segment: Hashable, Sendable {
        public var kind: SegmentKind
        public var asns: [ASN]

        public init(_ kind: SegmentKind, _ asns: [ASN]) {
            self.kind = kind
            self.asns = asns
        }
    }

    /// The empty path of a route that originates in the local AS.
    @inlinable public init() { words = [] }

    /// One sequence; the empty path if `asns` is empty.
    public init(_ asns: [ASN]) { self.init(segments: [Segment(.sequence, asns)]) }

    /// Empty segments are left out; segments longer than 255 are split.
    public init(segments: [Segment]) { fatalError() }

    public var segments: [Segment] { fatalError() }

    public var isEmpty: Bool { words.isEmpty }

    /// Length as the decision process counts it: a set counts 1, confederation segments 0 (RFC 4271 §9.1.2.2, RFC 5065 §5.3).
    public var decisionLength: Int { fatalError() }

    /// The first AS of a leading sequence: the neighbouring AS, `nil` if the path is empty or starts with a set.
    public var firstAS: ASN? { fatalError() }

    /// The last AS of a trailing sequence: where the route originated.
    public var originAS: ASN? { fatalError() }

    /// How often `asn` occurs, in segments of every kind.
    public func count(of asn: ASN) -> Int { fatalError() }

    /// Puts `asn` in front `count` times, in the leading sequence or a new one (RFC 4271 §5.1.2).
    public mutating func prepend(_ asn: ASN, count: Int = 1) { fatalError() }

    public mutating func replace(_ asn: ASN, with replacement: ASN) { fatalError() }

    /// Takes every occurrence out; segments left empty disappear.
    public mutating func remove(_ asn: ASN) { fatalError() }

    /// Takes private ASNs out (RFC 6996).
    public mutating func removePrivate() { fatalError() }

    /// Whether a confederation segment occurs.
    public var hasConfederationSegments: Bool { fatalError() }
}
