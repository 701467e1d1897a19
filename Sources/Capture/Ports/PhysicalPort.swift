import CLibpcap
import Glibc

/// An interface of this machine as a port: frames that come in from the wire are read, frames written go out on it.
///
/// Everything that arrives is seen, whoever it is for (promiscuous mode); what this machine itself sends is not. The kernel's own
/// stack goes on seeing the interface too, so it had better have no addresses.
// SAFETY: the owner uses it on one queue at a time; libpcap keeps nothing beside the handle.
public final class PhysicalPort: @unchecked Sendable {
    public let name: String
    /// Becomes readable whenever frames have come; belongs to the port.
    public let descriptor: Int32
    private let handle: OpaquePointer

    /// Opens an interface of the calling thread's network.
    ///
    /// - Throws: ``PhysicalPortError``: there is no such interface, or no right to it, or it is not an Ethernet.
    public init(_ name: String) throws(PhysicalPortError) {
        guard !name.utf8.contains(0) else { throw PhysicalPortError(name: name, message: "a name has no NUL in it") }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = pcap_create(name, &message) else {
            throw PhysicalPortError(name: name, message: Self.text(message))
        }
        do throws(PhysicalPortError) {
            descriptor = try Self.activate(handle, name)
        } catch {
            pcap_close(handle)
            throw error
        }
        self.name = name
        self.handle = handle
    }

    deinit { pcap_close(handle) }

    private static func activate(_ handle: OpaquePointer, _ name: String) throws(PhysicalPortError) -> Int32 {
        func failure() -> PhysicalPortError {
            PhysicalPortError(name: name, message: String(cString: pcap_geterr(handle)))
        }
        pcap_set_snaplen(handle, 65_536)
        pcap_set_promisc(handle, 1)
        // A frame is handed over when it comes, not when a buffer is full.
        pcap_set_immediate_mode(handle, 1)
        let status = pcap_activate(handle)
        guard status >= 0 else {
            // The text of these is about the circumstances, if there is one.
            let details = String(cString: pcap_geterr(handle))
            let summary = String(cString: pcap_statustostr(status))
            throw PhysicalPortError(
                name: name,
                message: details.isEmpty ? summary : details,
                isPermission: status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED
            )
        }
        guard pcap_datalink(handle) == DLT_EN10MB else {
            throw PhysicalPortError(name: name, message: "it is not an Ethernet")
        }
        guard pcap_setdirection(handle, PCAP_D_IN) == 0 else { throw failure() }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard pcap_setnonblock(handle, 1, &message) == 0 else {
            throw PhysicalPortError(name: name, message: text(message))
        }
        let descriptor = pcap_get_selectable_fd(handle)
        guard descriptor >= 0 else { throw PhysicalPortError(name: name, message: "it cannot be waited for") }
        return descriptor
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The next frame that has come, with its VLAN tags, in `buffer`; its length, or `nil` if there is none.
    ///
    /// A frame that was cut short, or is longer than the buffer, is passed over.
    public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        // Bounded: a port that brings nothing but what is passed over does not hold up others.
        for _ in 0..<64 {
            guard pcap_next_ex(handle, &header, &data) == 1, let header, let data else { return nil }
            let count = Int(header.pointee.caplen)
            guard count == Int(header.pointee.len), count <= buffer.count else { continue }
            buffer.copyMemory(from: UnsafeRawBufferPointer(start: data, count: count))
            return count
        }
        return nil
    }

    /// Sends a frame; `false` if the interface did not take it.
    @discardableResult
    public func write(_ frame: RawSpan) -> Bool {
        frame.withUnsafeBytes { pcap_inject(handle, $0.baseAddress, $0.count) == $0.count }
    }
}

/// Why an interface cannot be used, as libpcap says it.
public struct PhysicalPortError: Error, Hashable, Sendable {
    public var name: String
    public var message: String
    /// Whether it is a right that lacks.
    public var isPermission: Bool

    public init(name: String, message: String, isPermission: Bool = false) {
        self.name = name
        self.message = message
        self.isPermission = isPermission
    }
}
