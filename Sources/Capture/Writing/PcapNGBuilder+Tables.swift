public import NetworkTypes

extension PcapNGBuilder {
    /// Says which names addresses have; in any number of calls, each of which makes one block.
    public mutating func addNames(_ names: [(address: IPAddress, name: String)]) {
        guard !names.isEmpty else { return }
        let start = buffer.count
        buffer.reserve(8)
        buffer.append(UInt32(4))
        buffer.append(UInt32(0))
        for (address, name) in names {
            let text = BlockBuffer.wellFormed(name, limit: 0xFF00) + [0]
            buffer.reserve(24 + text.count)
            switch address {
            case .v4(let address):
                buffer.append(UInt16(1))
                buffer.append(UInt16(4 + text.count))
                buffer.append(address.rawValue.byteSwapped)
            case .v6(let address):
                buffer.append(UInt16(2))
                buffer.append(UInt16(16 + text.count))
                buffer.append(address.high.byteSwapped)
                buffer.append(address.low.byteSwapped)
            }
            buffer.appendPadded(text.span.bytes)
        }
        buffer.reserve(4)
        buffer.append(UInt32(0))
        buffer.closeBlock(from: start)
    }

    /// Says at the end what an interface saw.
    public mutating func addStatistics(_ statistics: CaptureStatistics, at instant: Instant) {
        let start = buffer.count
        let stamp = timeStamp(instant)
        buffer.reserve(20)
        buffer.append(UInt32(5))
        buffer.append(UInt32(0))
        buffer.append(UInt32(truncatingIfNeeded: statistics.interface))
        buffer.append(UInt32(truncatingIfNeeded: stamp >> 32))
        buffer.append(UInt32(truncatingIfNeeded: stamp))
        buffer.appendOption(4, number: statistics.received)
        let accepted = statistics.received.subtractingReportingOverflow(statistics.droppedByFilter)
        buffer.appendOption(6, number: accepted.overflow ? 0 : accepted.partialValue)
        buffer.appendEndOfOptions()
        buffer.closeBlock(from: start)
    }
}
