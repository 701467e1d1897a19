/// Who carries BGP between routers, and what stands in the place of a customer's real routers.
public enum Carriage: Sendable {
    /// Simulated TCP; every router is emulated.
    case simulated
    /// The engine: kernel sockets for emulated routers, ports for real ones. It takes its orders from ``Network/drainOutbox(_:)``.
    case engine
}
