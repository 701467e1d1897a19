extension ControlPacket {
    /// Bytes of a control packet without authentication section.
    public static let byteCount = 24

    private static let version: UInt8 = 1
    private static let authenticatedMinimum: UInt8 = 26

    /// Reads a UDP payload and applies the checks of RFC 5880 §6.8.6 that need no session.
    ///
    /// Bytes behind the packet's own length are ignored. A packet with authentication section is refused, since no
    /// session here has authentication configured.
    public init(decoding payload: RawSpan) throws(ControlPacketError) {
        let available = payload.byteCount
        guard available >= Self.byteCount else { throw .truncated(needed: Self.byteCount, available: available) }
        func byte(_ offset: Int) -> UInt8 { payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
        func word(_ offset: Int) -> UInt32 {
            UInt32(bigEndian: payload.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        let first = byte(0)
        let flags = byte(1)
        let length = byte(3)
        let isAuthenticated = flags & 0x04 != 0
        guard first >> 5 == Self.version else { throw .unsupportedVersion(first >> 5) }
        guard length >= (isAuthenticated ? Self.authenticatedMinimum : UInt8(Self.byteCount)) else {
            throw .invalidLength(length)
        }
        guard Int(length) <= available else { throw .truncated(needed: Int(length), available: available) }
        guard byte(2) != 0 else { throw .zeroDetectMultiplier }
        guard flags & 0x01 == 0 else { throw .multipointBitSet }
        guard word(4) != 0 else { throw .zeroMyDiscriminator }
        // Two bits have four values, and each is a state.
        let state = SessionState(rawValue: flags >> 6) ?? .down
        if word(8) == 0, state != .down, state != .adminDown { throw .zeroYourDiscriminator(state: state) }
        guard !isAuthenticated else { throw .unexpectedAuthentication(type: byte(24)) }
        self.init(
            diagnostic: Diagnostic(rawValue: first),
            state: state,
            poll: flags & 0x20 != 0,
            final: flags & 0x10 != 0,
            controlPlaneIndependent: flags & 0x08 != 0,
            demand: flags & 0x02 != 0,
            detectMultiplier: byte(2),
            myDiscriminator: word(4),
            yourDiscriminator: word(8),
            desiredMinTxMicroseconds: word(12),
            requiredMinRxMicroseconds: word(16),
            requiredMinEchoRxMicroseconds: word(20)
        )
    }

    /// Appends the 24 bytes of the packet.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(Self.version << 5 | diagnostic.rawValue)
        var flags = state.rawValue << 6
        if poll { flags |= 0x20 }
        if final { flags |= 0x10 }
        if controlPlaneIndependent { flags |= 0x08 }
        if demand { flags |= 0x02 }
        bytes.append(flags)
        bytes.append(detectMultiplier)
        bytes.append(UInt8(Self.byteCount))
        for word in [
            myDiscriminator, yourDiscriminator,
            desiredMinTxMicroseconds, requiredMinRxMicroseconds, requiredMinEchoRxMicroseconds,
        ] {
            withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }

    /// The 24 bytes of the packet.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }
}
