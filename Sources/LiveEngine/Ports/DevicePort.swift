import Dispatch
import NetworkTypes

/// One port of a real router, as the engine uses it.
protocol DevicePort: AnyObject {
    /// Has `arrived` called on `queue` whenever there is something to read.
    func start(on queue: DispatchQueue, _ arrived: @escaping @Sendable () -> Void)
    /// The next frame in `buffer`; its length, or `nil` if there is none.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int?
    func write(_ frame: RawSpan)
    func setCarrier(_ isUp: Bool)
    /// Gives the port back.
    func stop()
}

extension Tunnel: DevicePort {}
