public import NetworkTypes

/// The ASs that a route has passed, nearest first (RFC 4271 §4.3, RFC 5065 §3).
///
/// All segments lie in one array, so that a path costs one allocation, and equal paths are equal arrays.
public struct ASPath: Hashable, Sendable {
    /// Per segment a word with the kind in the top octet and the count below, then the AS numbers.
    @usableFromInline var words: [UInt32]

    public enum SegmentKind: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
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

    /// The longest segment that the wire can carry.
    static let maximumSegmentCount = 255

    /// The empty path of a route that originates in the local AS.
    @inlinable public init() { words = [] }

    /// One sequence; the empty path if `asns` is empty.
    public init(_ asns: [ASN]) { self.init(segments: [Segment(.sequence, asns)]) }

    /// Empty segments are left out; segments longer than 255 are split.
    public init(segments: [Segment]) {
        words = []
        for segment in segments {
            var rest = segment.asns[...]
            while !rest.isEmpty {
                let part = rest.prefix(Self.maximumSegmentCount)
                words.append(Self.header(segment.kind, count: part.count))
                words.append(contentsOf: part.lazy.map(\.rawValue))
                rest = rest.dropFirst(part.count)
            }
        }
    }

    init(words: [UInt32]) { self.words = words }

    static func header(_ kind: SegmentKind, count: Int) -> UInt32 {
        UInt32(kind.rawValue) << 24 | UInt32(truncatingIfNeeded: count)
    }
}

extension ASPath {
    public var segments: [Segment] {
        var result: [Segment] = []
        forEachSegment { kind, range in result.append(Segment(kind, words[range].map { ASN($0) })) }
        return result
    }

    @inlinable public var isEmpty: Bool { words.isEmpty }

    /// Length as the decision process counts it: a set counts 1, confederation segments 0 (RFC 4271 §9.1.2.2, RFC 5065 §5.3).
    public var decisionLength: Int {
        var length = 0
        forEachSegment { kind, range in length += Self.decisionLength(kind, count: range.count) }
        return length
    }

    static func decisionLength(_ kind: SegmentKind, count: Int) -> Int {
        switch kind {
        case .sequence: count
        case .set: 1
        case .confederationSequence, .confederationSet: 0
        }
    }

    /// The first AS of a leading sequence: the neighbouring AS, `nil` if the path is empty or starts with a set.
    ///
    /// Confederation segments in front are passed over (RFC 5065 §5.3).
    public var firstAS: ASN? {
        var result: ASN?
        var isDecided = false
        forEachSegment { kind, range in
            guard !isDecided, kind == .sequence || kind == .set else { return }
            isDecided = true
            if kind == .sequence { result = ASN(words[range.lowerBound]) }
        }
        return result
    }

    /// The last AS of a trailing sequence: where the route originated.
    public var originAS: ASN? {
        var result: ASN?
        forEachSegment { kind, range in result = kind == .sequence ? ASN(words[range.upperBound - 1]) : nil }
        return result
    }

    /// How often `asn` occurs, in segments of every kind.
    public func count(of asn: ASN) -> Int {
        var count = 0
        forEachSegment { _, range in
            for index in range where words[index] == asn.rawValue { count += 1 }
        }
        return count
    }

    public func contains(_ asn: ASN) -> Bool { count(of: asn) > 0 }

    public var hasConfederationSegments: Bool {
        var result = false
        forEachSegment { kind, _ in
            if kind == .confederationSet || kind == .confederationSequence { result = true }
        }
        return result
    }

    /// Whether some AS number needs four octets.
    var hasFourOctetAS: Bool {
        var result = false
        forEachSegment { _, range in
            for index in range where words[index] > 0xFFFF { result = true }
        }
        return result
    }

    /// Calls `body` with the kind of each segment and the indices of its AS numbers, which are never none.
    @inline(__always)
    func forEachSegment(_ body: (SegmentKind, Range<Int>) -> Void) {
        var index = 0
        while index < words.count {
            let count = Int(words[index] & 0xFF_FFFF)
            let kind = SegmentKind(rawValue: UInt8(words[index] >> 24)) ?? .sequence
            body(kind, index + 1..<index + 1 + count)
            index += 1 + count
        }
    }
}

extension ASPath: CustomStringConvertible {
    /// The usual notation: `12076 65010`, sets in braces, confederation segments in parentheses and brackets.
    public var description: String {
        segments.map { segment in
            let asns = segment.asns.map(\.description)
            switch segment.kind {
            case .sequence: return asns.joined(separator: " ")
            case .set: return "{" + asns.joined(separator: ",") + "}"
            case .confederationSequence: return "(" + asns.joined(separator: " ") + ")"
            case .confederationSet: return "[" + asns.joined(separator: ",") + "]"
            }
        }.joined(separator: " ")
    }
}
