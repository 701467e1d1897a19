import BGPSpeaker
import Glibc
public import NetworkTypes

/// Answers GET with pages of text over HTTP/1.1, one request to a connection: enough for whoever scrapes metrics.
///
/// Whatever a client sends costs it its connection at most. Heads are short, clients few and their time is bounded; those beyond are
/// turned away.
public final class PageServer: Sendable {
    /// Clients that are served at a time.
    public static let clientLimit = 8
    /// Octets of a request's head.
    public static let headLimit = 8_192
    /// How long a client may take to ask, and to take the answer in.
    static let patience = Duration.seconds(5)

    /// Where it listens, with the port that the system chose if none was named.
    public let endpoint: Endpoint
    private let door: ClientDoor

    /// Listens; nobody is answered before ``start(_:)``.
    public init(at wanted: Endpoint) throws(ControlError) {
        let family = wanted.address.family == .ipv4 ? AF_INET : AF_INET6
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system("socket", code: errno) }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let result = wanted.withSocketAddress { Glibc.bind(descriptor, $0, $1) }
        guard result == 0, Glibc.listen(descriptor, 16) == 0 else {
            let code = errno
            close(descriptor)
            if code == EADDRINUSE { throw .inUse("\(wanted)") }
            throw .system("\(wanted)", code: code)
        }
        door = ClientDoor(descriptor, limit: Self.clientLimit)
        endpoint = Self.localEndpoint(of: descriptor) ?? wanted
    }

    /// Begins to answer, on threads of its own; `page` gives what stands at a path.
    public func start(_ page: @escaping @Sendable (_ path: String) -> Page?) {
        door.open { client in PageConnection(client, until: .now + Self.patience).serve(page) }
    }

    /// Answers no more.
    public func stop() { door.close() }

    private static func localEndpoint(of descriptor: Int32) -> Endpoint? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 ? Endpoint(storage) : nil
    }
}
