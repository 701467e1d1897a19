/// An unsigned decimal number followed by a unit, multiplied out exactly.
enum Decimal {
    enum Failure: Error, Equatable {
        case malformed
        /// The unit that was found is none of ours.
        case unknownUnit(String)
        case tooLarge
        /// Finer than the smallest unit.
        case tooFine
    }

    /// `1.5s` with units `[("s", 1_000_000_000)]` is 1 500 000 000.
    static func parse(
        _ text: some StringProtocol,
        units: [(name: String, factor: UInt64)]
    ) throws(Failure) -> UInt64 {
        let utf8 = text.utf8
        let whole = utf8.prefix(while: isDigit)
        guard !whole.isEmpty else { throw .malformed }
        var rest = utf8.dropFirst(whole.count)
        var fraction: [UInt8] = []
        if rest.first == UInt8(ascii: ".") {
            fraction = Array(rest.dropFirst().prefix(while: isDigit))
            guard !fraction.isEmpty else { throw .malformed }
            rest = rest.dropFirst(1 + fraction.count)
        }
        let name = String(decoding: Array(rest), as: UTF8.self)
        guard let factor = units.first(where: { $0.name == name })?.factor else { throw .unknownUnit(name) }
        var value: UInt64 = 0
        for digit in whole { value = try scaled(value, by: 10, adding: UInt64(digit - 0x30)) }
        value = try scaled(value, by: factor, adding: 0)
        var remaining = factor
        while fraction.last == 0x30 { fraction.removeLast() }
        for digit in fraction {
            guard remaining % 10 == 0 else { throw .tooFine }
            remaining /= 10
            value = try scaled(value, by: 1, adding: remaining * UInt64(digit - 0x30))
        }
        return value
    }

    private static func scaled(_ value: UInt64, by factor: UInt64, adding more: UInt64) throws(Failure) -> UInt64 {
        let (product, overflowed) = value.multipliedReportingOverflow(by: factor)
        let (sum, carried) = product.addingReportingOverflow(more)
        if overflowed || carried { throw .tooLarge }
        return sum
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
