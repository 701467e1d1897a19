import CLinux
import Dispatch
import Glibc
import NetworkTypes

/// The far end of a device in a namespace: what the kernel sends comes out here, what goes in here the kernel receives.
final class Tunnel {
    enum Kind {
        /// IP packets.
        case packets
        /// Ethernet frames.
        case frames
    }

    let descriptor: Int32
    private let name: String
    /// A socket in the device's network, through which to ask about the device.
    private let control: Int32
    private var source: (any DispatchSourceRead)?
    /// What the kernel had no room for; a network loses packets too.
    private(set) var dropped = 0

    /// Makes a device in the calling thread's network.
    init(_ kind: Kind, name: String) throws(SystemError) {
        let opened = clinux_open_tunnel(name, kind == .frames ? 1 : 0)
        guard opened >= 0 else { throw SystemError("opening /dev/net/tun for \(name)") }
        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard control >= 0 else {
            let error = SystemError("opening a socket beside \(name)")
            close(opened)
            throw error
        }
        descriptor = opened
        self.name = name
        self.control = control
    }

    deinit {
        close(control)
        if source == nil { close(descriptor) }
    }

    /// Has `arrived` called on `queue` whenever the kernel has sent something.
    func start(on queue: DispatchQueue, _ arrived: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let descriptor = descriptor
        source.setEventHandler(handler: arrived)
        source.setCancelHandler { close(descriptor) }
        source.activate()
        self.source = source
    }

    /// Takes the device away.
    func stop() { source?.cancel() }

    /// The next packet or frame in `buffer`; its length, or `nil` if there is none.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        return count > 0 ? count : nil
    }

    func write(_ bytes: RawSpan) {
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 { dropped += 1 }
    }

    func setCarrier(_ isUp: Bool) { _ = clinux_set_carrier(descriptor, control, name, isUp ? 1 : 0) }
}
