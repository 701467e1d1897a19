import CLibpcap

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the packets of a pcap or pcapng file, one after the other.
///
///     let reader = try PcapReader(path: "trace.pcapng")
///     while let packet = try reader.next() { … }
///
/// libpcap reads classic files. It forgets the names, comments and directions of pcapng, and refuses files whose
/// interfaces differ, so those files are read by ``PcapNGDecoder``. A file that breaks off gives its whole packets
/// first and then an error.
public final class PcapReader {
    /// Interfaces described so far.
    ///
    /// A classic file has one, without a name.
    public private(set) var interfaces: [CaptureInterface] = []
    /// Names of addresses, as far as they were read; at most 65,536.
    public private(set) var names: [PcapNGDecoder.Name] = []
    public private(set) var statistics: [CaptureStatistics] = []
    /// The program that wrote the file, if it says so.
    public private(set) var application: String?

    private enum Source {
        case pcapng(PcapNGDecoder, UnsafeMutablePointer<FILE>, offset: UInt64)
        case pcap(OpaquePointer)
        case closed
    }

    private var source: Source
    private var block: [UInt8] = []
    private static let tableLimit = 1 << 16

    public init(path: String) throws(CaptureReadError) {
        source = .closed
        guard let file = fopen(path, "rb") else { throw .file(path: path, errno: errno) }
        var magic = [UInt8](repeating: 0, count: 4)
        let count = fread(&magic, 1, 4, file)
        if ferror(file) != 0 {
            let number = errno
            fclose(file)
            throw .file(path: path, errno: number)
        }
        guard count == 4 else {
            fclose(file)
            throw .notACapture(path: path)
        }
        rewind(file)
        if magic == [0x0A, 0x0D, 0x0D, 0x0A] {
            source = .pcapng(PcapNGDecoder(), file, offset: 0)
        } else {
            try openClassic(file, path: path)
        }
    }

    deinit { close() }

    /// The next packet, or `nil` at the end of the file.
    ///
    /// After an error there is nothing more.
    public func next() throws(CaptureReadError) -> CapturedPacket? {
        do throws(CaptureReadError) {
            let packet =
                switch source {
                case .pcapng(var decoder, let file, let offset):
                    try nextBlockPacket(&decoder, file, offset)
                case .pcap(let handle): try nextClassicPacket(handle)
                case .closed: CapturedPacket?.none
                }
            if packet == nil { close() }
            return packet
        } catch {
            close()
            throw error
        }
    }

    private func close() {
        switch source {
        case .pcapng(_, let file, _): fclose(file)
        case .pcap(let handle): pcap_close(handle)
        case .closed: break
        }
        source = .closed
    }
}

// MARK: - Classic files

extension PcapReader {
    /// libpcap owns the file from here on, unless it refuses it.
    private func openClassic(_ file: UnsafeMutablePointer<FILE>, path: String) throws(CaptureReadError) {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
        guard let handle = pcap_fopen_offline_with_tstamp_precision(file, precision, &message) else {
            fclose(file)
            throw .notACapture(path: path)
        }
        source = .pcap(handle)
        interfaces = [
            CaptureInterface(
                name: "",
                linkType: UInt16(clamping: pcap_datalink(handle)),
                snapLength: UInt32(clamping: pcap_snapshot(handle))
            )
        ]
    }

    private func nextClassicPacket(_ handle: OpaquePointer) throws(CaptureReadError) -> CapturedPacket? {
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        let result = pcap_next_ex(handle, &header, &data)
        if result == PCAP_ERROR_BREAK { return nil }
        guard result == 1, let header = header?.pointee, let data else {
            throw .pcap(message: String(cString: pcap_geterr(handle)))
        }
        // Both parts are 32 bits wide in the file, so nothing here can overflow.
        let nanoseconds = Int64(header.ts.tv_sec) &* 1_000_000_000 &+ Int64(header.ts.tv_usec)
        // SAFETY: libpcap promises `caplen` bytes until the next call.
        let bytes = Array(UnsafeBufferPointer(start: data, count: Int(header.caplen)))
        return CapturedPacket(
            interface: 0,
            nanoseconds: nanoseconds,
            bytes: bytes,
            originalByteCount: Int(header.len)
        )
    }
}

// MARK: - pcapng

extension PcapReader {
    private func nextBlockPacket(
        _ decoder: inout PcapNGDecoder,
        _ file: UnsafeMutablePointer<FILE>,
        _ start: UInt64
    ) throws(CaptureReadError) -> CapturedPacket? {
        var offset = start
        var block = self.block
        self.block = []
        // The copy in `source` would make the decoder's arrays shared, and each change of them a copy.
        source = .pcapng(PcapNGDecoder(), file, offset: offset)
        defer {
            source = .pcapng(decoder, file, offset: offset)
            self.block = block
        }
        while try Self.readBlock(into: &block, decoder, file, offset) {
            let item: PcapNGDecoder.Item
            do throws(PcapNGError) {
                item = try decoder.decode(block.span.bytes)
            } catch {
                throw .pcapng(error, offset: offset)
            }
            offset += UInt64(block.count)
            switch item {
            case .packet(let packet): return packet
            case .section(let name): application = application ?? name
            case .interface(let index): interfaces.append(decoder.interfaces[index])
            case .names(let more): names.append(contentsOf: more.prefix(Self.tableLimit - names.count))
            case .statistics(let more): if statistics.count < Self.tableLimit { statistics.append(more) }
            case .other: break
            }
        }
        return nil
    }

    /// Reads the next whole block; `false` at the end of the file.
    private static func readBlock(
        into block: inout [UInt8],
        _ decoder: PcapNGDecoder,
        _ file: UnsafeMutablePointer<FILE>,
        _ offset: UInt64
    ) throws(CaptureReadError) -> Bool {
        do throws(PcapNGError) {
            let prefix = PcapNGDecoder.prefixByteCount
            let first = fill(&block, to: prefix, from: file, keeping: 0)
            if first == 0 { return false }
            guard first == prefix else { throw .truncated(needed: prefix, available: first) }
            let length = try decoder.blockByteCount(block.span.bytes)
            let rest = fill(&block, to: length, from: file, keeping: prefix)
            guard rest == length else { throw .truncated(needed: length, available: rest) }
            return true
        } catch {
            throw .pcapng(error, offset: offset)
        }
    }

    /// Makes `block` `count` bytes long, of which the first ones are there already, and says how many were found.
    private static func fill(
        _ block: inout [UInt8],
        to count: Int,
        from file: UnsafeMutablePointer<FILE>,
        keeping kept: Int
    ) -> Int {
        var found = kept
        // In pieces, so that a length that the file only claims costs no memory.
        while found < count {
            let piece = Swift.min(count - found, 1 << 16)
            if block.count < found + piece {
                block.append(contentsOf: repeatElement(0, count: found + piece - block.count))
            }
            let read = block.withUnsafeMutableBytes { buffer in
                fread(UnsafeMutableRawBufferPointer(rebasing: buffer[found...]).baseAddress, 1, piece, file)
            }
            found += read
            if read < piece { break }
        }
        block.removeSubrange(Swift.min(found, block.count)...)
        return found
    }
}
