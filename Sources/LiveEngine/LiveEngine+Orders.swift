import BGPSession
import BGPSpeaker
import Network
import NetworkTypes

/// How the network's orders are carried out.
extension LiveEngine {
    func carryOrders() {
        guard network.hasOrders else { return }
        var blocked: [(NodeIndex, Int, isBlocked: Bool)] = []
        var overflown: [(NodeIndex, Int)] = []
        var awakened: [NodeIndex] = []
        let (routers, devices, machines) = (routers, devices, machines)
        network.drainOutbox { request, bytes in
            switch request {
            case .started(let node):
                routers[node]?.listen()
                attempt { () throws(SystemError) in try devices[node]?.power() }
            case .booted(let node):
                attempt { () throws(SystemError) in try devices[node]?.start() }
            case .part(let node, let part, let works):
                attempt { () throws(SystemError) in try devices[node]?.set(part, works: works) }
            case .stopped(let node):
                postponed[node] = nil
                routers[node]?.dropConnections()
                devices[node]?.halt()
            case .awakened(let node):
                awakened.append(node)
            case .connect(let node, let neighbor):
                routers[node]?.transports.open(neighbor: neighbor)
            case .close(let node, let neighbor, let slot):
                routers[node]?.transports.close(neighbor: neighbor, slot)
                work.favour(node)
            case .send(let node, let neighbor, let slot, let octets):
                switch routers[node]?.transports.send(octets, neighbor: neighbor, slot) {
                case .sent, .queued, nil: break
                case .blocked: blocked.append((node, neighbor, true))
                case .overflow: overflown.append((node, neighbor))
                }
            case .key(let node, let neighbor, let key):
                routers[node]?.transports.setKey(key, neighbor: neighbor)
            case .work(let node, let generation):
                work.push(routesOf: node, generation: generation)
            case .packet(let node, let domain):
                (machines[node]?.tunnel ?? routers[node]?.tunnels[domain])?.write(bytes)
            case .frame(let node, let port):
                devices[node]?.write(bytes, to: port)
            case .carrier(let node, let port, let isUp):
                devices[node]?.setCarrier(isUp, of: port)
            }
        }
        let now = clock.now
        if failure != nil { network.stop(at: now, reason: "failed") }
        for node in awakened { deliverPostponed(to: node, at: now) }
        for (node, neighbor, isBlocked) in blocked {
            network.transport(of: node, neighbor: neighbor, isBlocked: isBlocked, at: now)
        }
        for (node, neighbor) in overflown {
            network.transportChanged(.stop(.outOfResources), of: node, neighbor: neighbor, at: now)
        }
    }

    /// What the system will not give ends the run.
    private func attempt(_ body: () throws(SystemError) -> Void) {
        do throws(SystemError) { try body() } catch { failure = failure ?? error }
    }
}
