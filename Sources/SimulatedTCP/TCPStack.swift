public import NetworkTypes

/// The MD5 digest of bytes (RFC 1321): sixteen bytes. It is injected, because this module has no cryptography.
public typealias MD5Function = @Sendable (_ bytes: [UInt8]) -> [UInt8]

public struct TCPStack: Sendable {
    public private(set) var counters = TCPCounters()

    public init(
        configuration: TCPConfiguration = TCPConfiguration(),
        generator: SeededGenerator,
        md5: MD5Function? = nil
    ) {
        fatalError()
    }

    public mutating func listen(
        on address: IPAddress,
        port: UInt16,
        options: TCPConnectionOptions = TCPConnectionOptions()
    ) {
        fatalError()
    }
    public mutating func stopListening(on address: IPAddress, port: UInt16) { fatalError() }
    /// Options of incoming connections from one neighbor, in place of the listener's; `nil` removes them.
    public mutating func setOptions(for remote: IPAddress, _ options: TCPConnectionOptions?) { fatalError() }
    public mutating func setKey(for remote: IPAddress, _ key: [UInt8]?) { fatalError() }

    public mutating func connect(
        from local: IPAddress,
        to remote: IPAddress,
        port: UInt16,
        options: TCPConnectionOptions = TCPConnectionOptions(),
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> ConnectionID { fatalError() }
    public mutating func receive(_ packet: RawSpan, at now: Instant, into actions: inout [TCPAction]) { fatalError() }
    public mutating func send(
        _ bytes: RawSpan,
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> Int { fatalError() }
    public mutating func send(
        _ bytes: [UInt8],
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) -> Int { fatalError() }
    public mutating func setReadPaused(
        _ paused: Bool,
        on connection: ConnectionID,
        at now: Instant,
        into actions: inout [TCPAction]
    ) { fatalError() }
    public mutating func close(_ connection: ConnectionID, at now: Instant, into actions: inout [TCPAction]) {
        fatalError()
    }
    public mutating func abort(_ connection: ConnectionID, at now: Instant, into actions: inout [TCPAction]) {
        fatalError()
    }
    public mutating func handleDeadlines(at now: Instant, into actions: inout [TCPAction]) { fatalError() }
    public var nextDeadline: Instant? { fatalError() }
}
