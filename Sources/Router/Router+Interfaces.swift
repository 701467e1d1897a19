import BGPSession
public import Forwarding
public import NetworkTypes
import RIB

extension Router {
    /// A port lost or gained carrier: the sessions that depend on it follow, and so does what leads through it.
    ///
    /// The owner has told the forwarder already, since that may give frames back.
    public mutating func portChanged(
        _ port: UInt16,
        isUp: Bool,
        at now: Instant,
        cause: Int?,
        into output: inout RouterOutput
    ) {
        for (place, interface) in configuration.interfaces.enumerated() {
            guard case .ethernet(port, _) = interface.kind, interfaceIsUp[place] != isUp else { continue }
            interfaceIsUp[place] = isUp
            for neighbor in configuration.neighbors.indices
            where configuration.neighbors[neighbor].interface == place && (isUp || fallsOver(neighbor)) {
                let delay = configuration.behavior.sessionStartDelay
                peers[neighbor].startsAt = isUp && delay > .zero ? now + delay : nil
                guard peers[neighbor].startsAt == nil else { continue }
                handle(isUp ? .start : .carrierLost, neighbor: neighbor, at: now, cause: cause, into: &output)
            }
        }
        let delay = configuration.behavior.nextHopDelay
        guard delay > .zero else {
            resolveNextHops()
            workCause = workCause ?? cause
            endDeferral(at: now, cause: cause, into: &output)
            return
        }
        if nextHopCheck == nil { nextHopCheck = (now + delay, now, cause) }
        endDeferral(at: now, cause: cause, into: &output)
    }

    /// Whether a session ends with the carrier of its interface.
    private func fallsOver(_ neighbor: Int) -> Bool {
        switch configuration.behavior.carrierFallover {
        case .all: true
        case .none: false
        case .external: configuration.neighbors[neighbor].remoteASN != localASN(towards: neighbor)
        }
    }

    private func localASN(towards neighbor: Int) -> ASN {
        configuration.neighbors[neighbor].localASN ?? configuration.asn
    }

    /// Deadlines of sessions and of neighbour resolution have come; harmless when they haven't.
    public mutating func handleDeadlines(at now: Instant, into output: inout RouterOutput) {
        for neighbor in peers.indices {
            if sessionDeadlines[neighbor] <= now {
                handle(.deadlineReached, neighbor: neighbor, at: now, cause: nil, into: &output)
            }
            if let start = peers[neighbor].startsAt, start <= now {
                peers[neighbor].startsAt = nil
                handle(.start, neighbor: neighbor, at: now, cause: nil, into: &output)
            }
            guard holdsUpdates, let deadline = peers[neighbor].heldUntil, deadline <= now else { continue }
            peers[neighbor].heldUntil = nil
        }
        runHelpers(at: now, into: &output)
        endDeferral(at: now, cause: nil, into: &output)
        decisionGate.handleDeadline(at: now)
        program(at: now, into: &output)
        reuse(at: now, into: &output)
        if let check = nextHopCheck, check.due <= now {
            nextHopCheck = nil
            resolveNextHops()
            let cost = SettingCost(.nextHopDelay, now - check.since)
            workCause = output.log(.nextHopsChecked, because: check.cause, after: cost)
        }
    }

    /// The forwarder's interface for a place in the configuration.
    public func forwardingInterface(_ interface: Int) -> InterfaceIndex { interfaces[interface] }

    public func isUp(interface: Int) -> Bool { interfaceIsUp[interface] }

    /// Tells the RIB which of the next hops that it uses can be reached.
    mutating func resolveNextHops() {
        for use in resolver.uses {
            let metric = metric(of: use.address, domain: use.domain)
            rib.setNextHop(use.address, in: use.domain, metric: metric)
        }
    }

    /// 0 for a neighbour on an interface that is up, 1 behind a static route or where nobody forwards, `nil` out of reach.
    func metric(of address: IPAddress, domain: RIB::DomainIndex) -> UInt32? {
        // Next hops of VPN routes are other routers of the backbone, found in the first domain.
        guard let domain = domain == .backbone ? 0 : ribDomains.firstIndex(of: domain) else { return nil }
        if interface(towards: address, domain: domain) != nil { return 0 }
        guard configuration.hasDataPlane else { return 1 }
        return installer.staticRoute(covering: address, domain: domain) == nil ? nil : 1
    }

    /// The interface in whose prefix an address lies, if it is up.
    func interface(towards address: IPAddress, domain: Int) -> Int? {
        for (place, interface) in configuration.interfaces.enumerated()
        where interface.domain == domain && interfaceIsUp[place] {
            for own in interface.addresses
            where own.prefixLength < address.family.bitWidth
                && IPPrefix(own.address, length: own.prefixLength).contains(address)
            {
                return place
            }
        }
        return nil
    }
}
