import BGPSession
import BGPWire
import NetworkTypes
import RIB

@testable import Router

/// Routers without interfaces, joined back to back: what one sends the other hears at once, in order.
///
/// Router `n` is AS 65000 + n at 192.0.2.n. Of two that are joined the one with the smaller number connects.
final class Bench {
    /// One end of a session.
    struct End: Hashable {
        var router: Int
        var neighbor: Int
    }

    final class Holder {
        var router: Router
        var output = RouterOutput()
        var logs: [RouterLog] = []

        init(_ configuration: RouterConfiguration) {
            router = Router(configuration: configuration, generator: SeededGenerator(seed: 1))
        }
    }

    private(set) var holders: [Int: Holder] = [:]
    private var others: [End: End] = [:]
    /// Octets of UPDATE messages and others that went to an end since the last ``forgetTraffic()``.
    private(set) var traffic: [End: [UInt8]] = [:]
    /// Ends whose sessions have a connection.
    private var connected: Set<End> = []
    var now = Instant.zero

    static func address(_ router: Int) -> IPAddress { .v4(IPv4Address(192, 0, 2, UInt8(router))) }
    static func asn(_ router: Int) -> ASN { ASN(UInt32(65000 + router)) }

    /// - Parameters:
    ///   - joints: pairs of routers, smaller number first.
    ///   - prefixes: what each router announces.
    init(
        _ joints: [(Int, Int)],
        prefixes: [Int: [String]] = [:],
        _ change: (Int, _ neighbor: Int, inout Neighbor) -> Void = { _, _, _ in }
    ) {
        var configurations: [Int: RouterConfiguration] = [:]
        for (left, right) in joints {
            for (router, other) in [(left, right), (right, left)] {
                var configuration =
                    configurations[router]
                    ?? RouterConfiguration(
                        name: "router/\(router)",
                        asn: Self.asn(router),
                        routerID: RouterID(IPv4Address(192, 0, 2, UInt8(router))),
                        hashSeed: 1,
                        domains: [RouterConfiguration.Domain(name: "main")]
                    )
                configuration.hasDataPlane = false
                var neighbor = Neighbor(
                    path: "session/\(left)/\(right)",
                    domain: 0,
                    localAddress: Self.address(router),
                    remoteAddress: Self.address(other),
                    remoteASN: Self.asn(other),
                    families: .ipv4Unicast,
                    timers: Neighbor.Timers(
                        holdTime: .seconds(180),
                        keepalive: .seconds(60),
                        minimumHoldTime: .seconds(3),
                        connectRetry: .seconds(120),
                        advertisementInterval: .zero
                    )
                )
                neighbor.isPassive = router == right
                change(router, other, &neighbor)
                configuration.neighbors.append(neighbor)
                configurations[router] = configuration
            }
            guard let own = configurations[left], let other = configurations[right] else { continue }
            let ends = (
                End(router: left, neighbor: own.neighbors.count - 1),
                End(router: right, neighbor: other.neighbors.count - 1)
            )
            others[ends.0] = ends.1
            others[ends.1] = ends.0
        }
        for (router, var configuration) in configurations {
            configuration.originations = prefixes[router, default: []].compactMap { IPPrefix($0) }
                .map { RouterConfiguration.Origination(domain: 0, prefix: $0) }
            holders[router] = Holder(configuration)
        }
    }

    var routers: [Int] { holders.keys.sorted() }

    subscript(router: Int) -> Holder {
        guard let holder = holders[router] else { preconditionFailure("no router \(router)") }
        return holder
    }

    /// The end of a router's session with another.
    func end(_ router: Int, with other: Int) -> End {
        guard
            let place = self[router].router.configuration.neighbors.firstIndex(where: {
                $0.remoteAddress == Self.address(other)
            })
        else { preconditionFailure("routers \(router) and \(other) are not joined") }
        return End(router: router, neighbor: place)
    }

    func start() {
        for router in routers { self[router].router.start(at: now, cause: nil, into: &self[router].output) }
        settle()
    }

    /// Tells an end's session something, with what follows from it everywhere.
    func tell(_ end: End, _ event: SessionEvent, cause: Int? = nil) {
        let holder = self[end.router]
        holder.output.firstLogID = holder.logs.count
        holder.router.handle(event, neighbor: end.neighbor, at: now, cause: cause, into: &holder.output)
        settle()
    }

    /// Does something to a router, and what follows from it everywhere.
    func change(_ router: Int, _ body: (inout Router, Instant, inout RouterOutput) -> Void) {
        self[router].output.firstLogID = self[router].logs.count
        body(&self[router].router, now, &self[router].output)
        settle()
    }

    /// Lets time pass, with all deadlines in between; nothing is heard of the ends in `mute`.
    func wait(_ duration: Duration, mute: Set<End> = []) {
        let end = now + duration
        for _ in 0..<10_000 {
            let next = routers.compactMap { self[$0].router.nextDeadline }.min() ?? end
            guard next <= end else { break }
            now = max(now, next)
            for router in routers where (self[router].router.nextDeadline ?? .distantFuture) <= now {
                self[router].output.firstLogID = self[router].logs.count
                self[router].router.handleDeadlines(at: now, into: &self[router].output)
            }
            settle(mute: mute)
        }
        now = end
    }

    func forgetTraffic() { traffic = [:] }

    // MARK: - Questions

    func isUp(_ end: End) -> Bool { self[end.router].router.sessionState(neighbor: end.neighbor) == .established }

    func has(_ router: Int, _ prefix: String) -> Bool {
        guard let prefix = IPPrefix(prefix) else { return false }
        let holder = self[router]
        let view = holder.router.rib.route(RoutePrefix(prefix), in: holder.router.ribDomain(0))
        return view.map { $0.nextHops != .none } ?? false
    }

    /// How sessions of a router ended, in order.
    func downs(_ router: Int) -> [SessionDownCause] {
        self[router].logs.compactMap { if case .sessionDown(_, let cause, _) = $0.event { cause } else { nil } }
    }

    // MARK: - Carrying

    private func settle(mute: Set<End> = []) {
        for _ in 0..<10_000 {
            var isQuiet = true
            for router in routers {
                let holder = self[router]
                if holder.router.hasWork {
                    holder.output.firstLogID = holder.logs.count
                    holder.router.work(at: now, into: &holder.output)
                    isQuiet = false
                }
                holder.logs += holder.output.logs
                let actions = holder.output.actions
                holder.output.removeAll()
                for action in actions { carry(action, router, mute) }
                if !actions.isEmpty { isQuiet = false }
            }
            if isQuiet { return }
        }
        preconditionFailure("the routers do not come to rest")
    }

    private func carry(_ action: RouterAction, _ router: Int, _ mute: Set<End>) {
        switch action {
        case .openTransport(let neighbor):
            let end = End(router: router, neighbor: neighbor)
            guard let other = others[end] else { return }
            let configuration = self[other.router].router.configuration.neighbors[other.neighbor]
            let isWanted = self[other.router].router.neighbor(
                domain: 0,
                local: configuration.localAddress,
                remote: configuration.remoteAddress
            )
            guard isWanted != nil else { return hear(.transportFailed(.outgoing), end) }
            connected.formUnion([end, other])
            hear(.transportOpened(.incoming), other)
            hear(.transportOpened(.outgoing), end)
        case .closeTransport(let neighbor, _):
            let end = End(router: router, neighbor: neighbor)
            guard let other = others[end], connected.remove(end) != nil, connected.remove(other) != nil else { return }
            hear(.transportClosed(slot(of: other)), other)
        case .send(let neighbor, _, let bytes):
            let end = End(router: router, neighbor: neighbor)
            guard let other = others[end], connected.contains(other), !mute.contains(end) else { return }
            traffic[other, default: []] += bytes
            let holder = self[other.router]
            holder.output.firstLogID = holder.logs.count
            holder.router.receive(
                bytes.span.bytes,
                neighbor: other.neighbor,
                slot(of: other),
                at: now,
                cause: nil,
                into: &holder.output
            )
        case .startBFD, .retainBFD, .stopBFD: break
        }
    }

    private func hear(_ event: SessionEvent, _ end: End) {
        let holder = self[end.router]
        holder.output.firstLogID = holder.logs.count
        holder.router.handle(event, neighbor: end.neighbor, at: now, cause: nil, into: &holder.output)
    }

    private func slot(of end: End) -> ConnectionSlot {
        self[end.router].router.configuration.neighbors[end.neighbor].isPassive ? .incoming : .outgoing
    }
}
