/// An address and a port.
public struct Endpoint: Hashable, Sendable, BitwiseCopyable {
    public var address: IPAddress
    public var port: UInt16

    @inlinable public init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Parses `10.0.0.1:179`, `[fd00::1]:179`, or an address alone, which gets `defaultPort`.
    public init?(_ text: some StringProtocol, defaultPort: UInt16) {
        if let address = IPAddress(text) {
            self.init(address: address, port: defaultPort)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        let isBracketed = host.first == "[" && host.last == "]"
        let address: IPAddress? =
            isBracketed
            ? IPv6Address(host.dropFirst().dropLast()).map { .v6($0) } : IPv4Address(host).map { .v4($0) }
        guard let address else { return nil }
        self.init(address: address, port: port)
    }
}

extension Endpoint: CustomStringConvertible {
    public var description: String {
        switch address {
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
