import Capture
import Dispatch
import Glibc
import NetworkTypes

/// An interface of this machine with a router at the other end of its cable.
///
/// The carrier that the emulation gives is shown by setting the interface up or down, which takes the light, or the link pulses, off the
/// cable; when the run ends it is as it was found.
final class PhysicalLine: DevicePort {
    private let port: PhysicalPort
    private let index: UInt32
    private let wasUp: Bool
    private var isStopped = false
    private var source: (any DispatchSourceRead)?

    init(_ name: String) throws(SystemError) {
        index = try Netlink.index(of: name)
        wasUp = Netlink.isUp(name)
        var netlink = try Netlink()
        // An interface that is down cannot be listened to.
        try netlink.raise(index)
        do throws(PhysicalPortError) {
            port = try PhysicalPort(name)
        } catch {
            if !wasUp { try? netlink.lower(index) }
            throw SystemError("listening on interface \(name), \(error.message)", error.isPermission ? EPERM : EIO)
        }
    }

    func start(on queue: DispatchQueue, _ arrived: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: port.descriptor, queue: queue)
        source.setEventHandler(handler: arrived)
        source.activate()
        self.source = source
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? { port.read(into: buffer) }

    func write(_ frame: RawSpan) { port.write(frame) }

    func setCarrier(_ isUp: Bool) {
        guard var netlink = try? Netlink() else { return }
        if isUp { try? netlink.raise(index) } else { try? netlink.lower(index) }
    }

    func stop() {
        guard !isStopped else { return }
        isStopped = true
        // The descriptor is libpcap's: it has to stay open until the source has let go of it.
        source?.setCancelHandler { [port] in _ = port.name }
        source?.cancel()
        source = nil
        setCarrier(wasUp)
    }

    deinit { stop() }
}
