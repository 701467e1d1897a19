import NetworkTypes
import Packets

/// What a probe carries behind its UDP header: 24 octets, padded with zeros to the flow's packet size.
///
/// | octets | content |
/// | --- | --- |
/// | 0–3 | `ERSZ` |
/// | 4–7 | flow direction's place in the network |
/// | 8–11 | 5-tuple, from 0 |
/// | 12–15 | number of the probe within its 5-tuple |
/// | 16–23 | nanoseconds of the sender's clock |
/// | 24–27 | of a request or its answer, one more than the number of the request; else padding |
struct ProbePayload: Equatable {
    static let magic: UInt32 = 0x4552_535A
    static let byteCount = 24
    static let requestByteCount = 28

    var flow: UInt32
    var tuple: UInt32
    var sequence: UInt32
    var sent: Instant
    var request: UInt32?

    init(flow: UInt32, tuple: UInt32, sequence: UInt32, sent: Instant, request: UInt32? = nil) {
        self.flow = flow
        self.tuple = tuple
        self.sequence = sequence
        self.sent = sent
        self.request = request
    }

    /// Reads a payload; `nil` if it is too short or not a probe.
    init?(_ bytes: RawSpan) {
        guard bytes.byteCount >= Self.byteCount,
            UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self)) == Self.magic
        else { return nil }
        flow = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self))
        tuple = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt32.self))
        sequence = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 12, as: UInt32.self))
        sent = Instant(
            nanoseconds: Int64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: Int64.self))
        )
        guard bytes.byteCount >= Self.requestByteCount else { return }
        let number = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt32.self))
        request = number == 0 ? nil : number - 1
    }

    func write(into bytes: inout MutableRawSpan, at offset: Int) {
        bytes.storeBigEndian(Self.magic, at: offset)
        bytes.storeBigEndian(flow, at: offset + 4)
        bytes.storeBigEndian(tuple, at: offset + 8)
        bytes.storeBigEndian(sequence, at: offset + 12)
        bytes.storeBigEndian(sent.nanoseconds, at: offset + 16)
        if let request { bytes.storeBigEndian(request &+ 1, at: offset + 24) }
    }
}
