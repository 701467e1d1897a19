import NetworkTypes

extension PolicyRule.PrefixMatch {
    static let topologyPattern = "^[0-9A-Fa-f:.]+/[0-9]+( ge [0-9]+)?( le [0-9]+)?$"

    /// Parses `10.0.0.0/8`, `10.0.0.0/8 le 24`, `10.0.0.0/8 ge 16 le 24`.
    static func parseTopology(_ text: String) -> Parsed<Self> {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)[...]
        guard let first = words.popFirst(), let prefix = IPPrefix(first) else {
            return .wrong(hostBitsHint(text.split(separator: " ").first.map(String.init) ?? ""))
        }
        var lower: UInt8?
        var upper: UInt8?
        while let word = words.popFirst() {
            guard let number = words.popFirst(), let length = UInt8(number), length <= prefix.family.bitWidth else {
                return .wrong("'\(word)' needs a prefix length")
            }
            switch word {
            case "ge" where lower == nil && upper == nil: lower = length
            case "le" where upper == nil: upper = length
            default: return .wrong("'\(word)' is neither ge nor le")
            }
        }
        let low = lower ?? prefix.length
        let high = upper ?? (lower == nil ? prefix.length : prefix.family.bitWidth)
        guard low >= prefix.length, low <= high else { return .wrong("no prefix length lies in that range") }
        return .value(Self(prefix: prefix, lengths: low...high))
    }
}

extension PolicyRule.Community {
    static let topologyPattern = "^([0-9]+:[0-9]+(:[0-9]+)?|no-export|no-advertise|no-export-subconfed)$"

    /// Parses `12076:50002`, a large `64500:1:2`, and the well-known names of RFC 1997.
    static func parseTopology(_ text: String) -> Parsed<Self> {
        switch text {
        case "no-export": return .value(.standard(0xFFFF_FF01))
        case "no-advertise": return .value(.standard(0xFFFF_FF02))
        case "no-export-subconfed": return .value(.standard(0xFFFF_FF03))
        default: break
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let high = UInt16(parts[0]), let low = UInt16(parts[1]) else {
                return .wrong("each part has 16 bits")
            }
            return .value(.standard(UInt32(high) << 16 | UInt32(low)))
        }
        let numbers = parts.compactMap { UInt32($0) }
        guard parts.count == 3, numbers.count == 3 else { return .wrong("each part has 32 bits") }
        return .value(.large(numbers[0], numbers[1], numbers[2]))
    }
}

extension ASPathPattern {
    static let topologyPattern = #"^([0-9]+|\.|\.\.\.)( ([0-9]+|\.|\.\.\.))*$"#

    /// Parses `12076`, `... 65010`, `12076 . ...`.
    static func parseTopology(_ text: String) -> Parsed<Self> {
        var elements: [Element] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            switch word {
            case ".": elements.append(.any)
            case "...": elements.append(.anyNumber)
            default:
                guard let number = UInt32(word) else { return .wrong("'\(word)' is not an ASN") }
                elements.append(.asn(ASN(number)))
            }
        }
        return elements.isEmpty ? .wrong(nil) : .value(Self(elements: elements))
    }
}

/// Why a prefix with bits behind its length was refused, if that is the reason.
func hostBitsHint(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), let length = UInt8(parts[1]),
        length <= address.family.bitWidth
    else { return nil }
    return "bits are set beyond the prefix length, \(IPPrefix(address, length: length)) is one"
}

extension PolicyRule.Community: CustomStringConvertible {
    /// As topology files spell it: `12076:52002`, or three numbers.
    public var description: String {
        switch self {
        case .standard(let value): "\(value >> 16):\(value & 0xFFFF)"
        case .large(let administrator, let first, let second): "\(administrator):\(first):\(second)"
        }
    }
}
