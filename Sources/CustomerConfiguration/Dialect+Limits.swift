import NetworkTypes
import Router

extension Dialect {
    /// Why a key cannot be written down; `nil` if it can.
    func rule(brokenBy key: String) -> String? {
        switch self {
        case .frr: key.contains(" ") ? "FRR ends a word at a space" : nil
        case .bird: key.contains("\"") ? "BIRD ends a text at a quotation mark" : nil
        case .junos: key.contains { $0 == "\"" || $0 == "\\" } ? "it holds quotation marks or backslashes" : nil
        case .iosxe, .eos:
            if key.contains(where: { $0 == " " || $0 == "?" }) {
                "it holds spaces or question marks"
            } else if self == .iosxe, key.utf8.count > 25 {
                "IOS-XE takes 25 characters"
            } else {
                nil
            }
        }
    }

    func accepts(_ key: String) -> Bool { rule(brokenBy: key) == nil }

    /// What the dialect accepts that is nearest to what is wanted, intervals rounded up.
    func nearest(to bfd: Neighbor.BFDParameters) -> Neighbor.BFDParameters {
        guard let limits else { return bfd }
        var nearest = bfd
        nearest.interval = .milliseconds(bfd.interval.milliseconds.clamped(to: limits.milliseconds))
        nearest.multiplier = bfd.multiplier.clamped(to: limits.multipliers)
        return nearest
    }

    /// Intervals in whole milliseconds and multipliers of BFD; `nil` where all of them are accepted.
    private var limits: (milliseconds: ClosedRange<Int64>, multipliers: ClosedRange<UInt8>)? {
        switch self {
        case .frr: (10...60_000, 2...255)
        case .bird: nil
        case .iosxe: (50...9_999, 3...50)
        case .junos: (1...255_000, 1...255)
        case .eos: (50...60_000, 3...50)
        }
    }
}

extension Comparable {
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
        Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
    }
}
