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
    private var netlink: Netlink
    private var cableTimer: (any DispatchSourceTimer)?
    /// Whether there was no carrier at the last look although nobody here had taken it.
    private var isPulled = false

    /// How often the cable is looked at: the kernel tells of a lost carrier by itself, but up to a second late.
    private static let cableInterval = DispatchTimeInterval.milliseconds(10)

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
        self.netlink = netlink
    }

    func start(on queue: DispatchQueue, _ arrived: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: port.descriptor, queue: queue)
        source.setEventHandler(handler: arrived)
        source.activate()
        self.source = source
    }

    /// Has `changed` called on `queue` when the carrier is lost otherwise than by ``setCarrier(_:)``, with `false`, and when it is back.
    func watchCable(on queue: DispatchQueue, _ changed: @escaping @Sendable (Bool) -> Void) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in
            guard let self, let isPulled = lookAtCable(), isPulled != self.isPulled else { return }
            self.isPulled = isPulled
            changed(!isPulled)
        }
        timer.schedule(deadline: .now(), repeating: Self.cableInterval, leeway: .milliseconds(1))
        timer.activate()
        cableTimer = timer
    }

    private func lookAtCable() -> Bool? {
        guard let link = try? netlink.state(of: index) else { return nil }
        return link.isUp && !link.hasCarrier
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? { port.read(into: buffer) }

    func write(_ frame: RawSpan) { port.write(frame) }

    func setCarrier(_ isUp: Bool) {
        if isUp { try? netlink.raise(index) } else { try? netlink.lower(index) }
    }

    func stop() {
        guard !isStopped else { return }
        isStopped = true
        // The descriptor is libpcap's: it has to stay open until the source has let go of it.
        source?.setCancelHandler { [port] in _ = port.name }
        source?.cancel()
        source = nil
        cableTimer?.cancel()
        cableTimer = nil
        setCarrier(wasUp)
    }

    deinit { stop() }
}
