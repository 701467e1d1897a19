extension JournalEvent {
    /// What happened; the raw value is the `kind` of a journal line.
    ///
    /// The comment on each case lists its fields; `node` is always the path of the node that saw it. No field may be called
    /// `t`, `id`, `kind`, `subject` or `causedBy`, which every line has. What a router's setting made wait for its cause has besides
    /// `setting` (its key), `settingSeconds` (duration), `settingOrigin` (`profile NAME` or `topology file`) and, of a
    /// profile, `settingSource`.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The network has been quiet for long enough; flows start. `settledSeconds` (duration since boot), `missingSessions` (list of paths).
        case timeZero = "time.zero"
        /// A fault begins or is undone; what follows from it has it as its root. Subject: the target. `step` (from 1), `phase` (`fault`, `restore`), `verb`.
        case step
        /// A port lost or gained carrier. Subject: the wire. `node`.
        case carrierDown = "carrier.down"
        case carrierUp = "carrier.up"
        /// A router does not believe yet that a port lost or gained carrier, or never came to believe it. Subject: the wire.
        /// `node`, `up` (boolean: what the carrier did), and of the first `delaySeconds` (duration) and `delayedBy` (the setting).
        case carrierDelayed = "carrier.delayed"
        case carrierIgnored = "carrier.ignored"
        /// A port flaps too much to be used, or has been quiet for long enough. Subject: the wire. `node`, `up` (boolean: whether it
        /// has carrier), and of the first `delaySeconds` (duration: until it is used again, if it stays quiet).
        case interfaceSuppressed = "interface.suppressed"
        case interfaceReused = "interface.reused"
        /// Routes of a neighbour flap too much to be used, or have been quiet for long enough. Subject: the session. `node`, `count`,
        /// `prefixes` (the first few).
        case routesSuppressed = "routes.suppressed"
        case routesReused = "routes.reused"
        /// A node stopped or started working. Subject: the node.
        case nodeDown = "node.down"
        case nodeUp = "node.up"
        /// A part of a router ceased to work, or works again, although the router does. Subject: the node. `part` (`bgp`, `bfd`, `forwarding`,
        /// `controlPlane`).
        case partDown = "part.down"
        case partUp = "part.up"
        /// A BFD session left or reached Up. Subject: the BGP session it serves. `node`, `diagnostic`.
        case bfdDown = "bfd.down"
        case bfdUp = "bfd.up"
        /// A BGP session left or reached Established. Subject: the session. `node`, `cause`
        /// (`carrier`, `bfd`, `holdTimer`, `sendHoldTimer`, `notification`, `transport`, `healthProbe`, `administrative`, `prefixLimit`,
        /// `error`), and on a NOTIFICATION `code`, `subcode`, `error` (their name in the RFCs), `message`, `sent`
        /// (boolean: by `node`, not by its peer).
        case sessionDown = "session.down"
        case sessionUp = "session.up"
        /// A connection ended before the session on it was up, although the peer had answered. As for `session.down`.
        case sessionFailed = "session.failed"
        /// A session ended in a way that a restart of the peer explains, so its routes stay in use (RFC 4724). Subject: the session. `node` (who uses
        /// them), `count` (of routes), `untilSeconds` (instant: unless the peer is back by then).
        case restartAwaited = "restart.awaited"
        /// That is over. Subject: the session. `node`, `count` (of routes concerned), `outcome` (`completed`, `restartTimeExpired`, `longLived`: from now
        /// on they are the last to be chosen, `longLivedTimeExpired`, `staleTimeExpired`, `forwardingLost`, `forwardingDead`, `administrative`).
        case restartEnded = "restart.ended"
        /// A routing process that has restarted forwards by what it had, and chooses routes when its neighbours have sent theirs. Subject: the
        /// node. `count` (of routes it had), `untilSeconds` (instant: then in any case).
        case selectionDeferred = "selection.deferred"
        /// It chooses. Subject: the node. `missing` (paths of sessions that were waited for in vain).
        case selectionBegan = "selection.began"
        /// Old routes that nobody announced again left the forwarding table. Subject: the node. `count`.
        case routesSwept = "routes.swept"
        /// UPDATE messages left for, or were taken from, a peer in one batch. Subject: the session. `node`, `number` (of the last
        /// message of the batch in this direction since the session came up), `messages`, `announced`, `withdrawn`, `prefixes` (the first few).
        case updateSent = "update.sent"
        case updateReceived = "update.received"
        /// The decision process chose anew. Subject: the node. `domain`, `count`, `prefixes` (the first few), `decidedBy`.
        case routesDecided = "routes.decided"
        /// The forwarding table took routes over. Subject: the node. `domain`, `count`, `prefixes` (the first few), `nextHops` of the first one.
        case routesInstalled = "routes.installed"
        /// A member of next-hop groups became unusable or usable. Subject: the node. `nextHop`, `alive`, `groups`.
        case nextHopChanged = "nextHop.changed"
        /// A router looked again at which next hops it can reach. Subject: the node.
        case nextHopsChecked = "nextHops.checked"
        /// A neighbour's link-layer address became known or was given up (ARP, ND). Subject: the node. `address`.
        case neighborResolved = "neighbor.resolved"
        case neighborFailed = "neighbor.failed"
        /// A router's part in a virtual router changed (RFC 5798). Subject: the virtual router, `vrrp/SITE/VRID[/ipv6]`. `node`, `state`, `previous`
        /// (`initialize`, `backup`, `master`), `priority`, `reason` (`startup`, `shutdown`, `masterDown`, `masterLeft`, `preemption`, `betterMaster`).
        case vrrpState = "vrrp.state"
        /// What a router tracks changed its priority. Subject: the virtual router. `node`, `priority`, `previous`, `text`.
        case vrrpPriority = "vrrp.priority"
        /// A LAN hears a station on another port than before. Subject: the LAN. `mac`, `to`, `from` (wires).
        case lanMoved = "lan.moved"
        /// A router began or ceased to advertise a prefix because of what it watches. Subject: the node. `prefix`, `announced`, `condition`, `holds`.
        case originationChanged = "origination.changed"
        /// Health probing of gateway instances. Subject: the instance. `node` (the prober).
        /// Of a replacement also `rack`, where it stands.
        case instanceUnhealthy = "instance.unhealthy"
        case instanceHealthy = "instance.healthy"
        case instanceReplaced = "instance.replaced"
        /// Planned maintenance of a device. Subject: the device. `stage` (`waiting` for a window that `opensSeconds` (instant),
        /// `draining`, `down`, `back`). Of a neighbour of a drained MSEE, before that goes down: `followed` or `ignored`, with `node` (the neighbour), `session`,
        /// `count` (of prefixes for which it still uses the MSEE, 256 at most), and where there was another path `by` (who prefers this one) and `reason` (the step of the decision).
        case maintenance
        /// What Azure would tell whoever operates the resource. Subject: the resource. `service` (`Service Health`, `Resource Health`), `text`,
        /// `status` (`Available`, `Degraded`, `Unavailable`; `Planned maintenance`, `Service issue`, `Resolved`).
        case azureHealth = "azure.health"
        /// A gateway got one instance more, or has one less, as it is scaled or moved. Subject: the instance. `node` (who did it).
        case instanceAdded = "instance.added"
        case instanceRemoved = "instance.removed"
        /// An operation on a gateway begins or has ended. Subject: the gateway. `operation` (`scale`, `resize`, `prepare`,
        /// `migrate`, `commit`, `abort`), `text`.
        case gatewayChanging = "gateway.changing"
        case gatewayChanged = "gateway.changed"
        /// A circuit has more bandwidth than before. Subject: the circuit. `text`.
        case circuitChanged = "circuit.changed"
        /// The fabric controller saw that a gateway's routes changed. Subject: the gateway. `count`, `prefixes`, `dueSeconds` (instant).
        case controllerNoticed = "controller.noticed"
        /// The fabric controller programmed a host or an MSEE. Subject: the node programmed. `count`, `prefixes`, `nextHops`.
        case hostProgrammed = "host.programmed"
        case fastPathProgrammed = "fastPath.programmed"
        case fastPathWithdrawn = "fastPath.withdrawn"
        /// Addresses beyond the FastPath limit of a circuit stay with the gateway. Subject: the MSEE. `connection`, `count` (of
        /// them), `limit`.
        case fastPathLimited = "fastPath.limited"
        /// A limit began to drop packets, or has dropped none for a second. Subject: the device or wire. `reason`, and when it is over `dropped`.
        case limitReached = "limit.reached"
        case limitEased = "limit.eased"
        /// A site failover test of a gateway began. Subject: the gateway. `step`, `locations` (names), `connections` (paths of those that it leaves), and of the
        /// on-premises prefixes that it learns `redundant` and `nonRedundant` (count) with `redundantPrefixes` and `nonRedundantPrefixes` (the first 200).
        case failoverTestStarted = "failoverTest.started"
        /// It ended. Subject: the gateway. As before, with `outcome` (`success`, `failure`: prefixes were lost meanwhile), `elapsedSeconds` (duration),
        /// `lost` (count) and `lostPrefixes` (the first 200).
        case failoverTestStopped = "failoverTest.stopped"
        /// A device began to drop what somebody sends, since the two do not fit. Subject: the session or the wire, or the machine whose
        /// kernel sends it. `node` (who drops it), `reason` (what it drops).
        case refused
        /// The engine of a live run did something later than it was due: the computer had no time for it. Subject: `engine`. `lateSeconds` (duration).
        case engineLate = "engine.late"
        /// A drop or limit that a person must hear of. Subject: the node or wire. `text`.
        case warning
        /// Where packets of a flow go from now on. Subject: `flow/NAME`. `direction` (`forward`, `reverse`), `tuples` (list of
        /// indices), `delivered` (boolean), `via` (list of node paths in order), `at` (instant: send time of the first packet concerned; it
        /// precedes `time` by the latency up to the place that changed), `latencySeconds` (duration: one way, where the way is known), and if not delivered `place` (path) and `reason`.
        case flowPath = "flow.path"
        /// The first probe that arrived over the path announced by its `causedBy`. Subject: `flow/NAME`. `direction`, `tuple`, `sequence`, `sent` (instant).
        case flowFirstPacket = "flow.firstPacket"
        /// Consecutive probes of one 5-tuple that never arrived. Subject: `flow/NAME`. `direction`, `tuple`, `from`, `to` (instants:
        /// when the first and the last of them were sent), `lost`, and if a limit dropped them its `place` and `reason`. Written when the run ends.
        case flowLoss = "flow.loss"
        /// What a flow's volume without packets gets through from now on. Subject: `flow/NAME`. `direction`, `offered`, `carried` (bits per
        /// second), `limits` (paths of wires and devices that carry no more).
        case flowLoad = "flow.load"
        /// The receiver of a TCP connection waited for what had been written. Subject: `flow/NAME`. `direction`, `tuple`, `from`, `to` (instants), `open`
        /// (boolean: the run ended first).
        case flowStall = "flow.stall"
        /// A TCP connection ended that nobody had closed. Subject: `flow/NAME`. `direction`, `tuple`, `node`, `reason`.
        case flowBroken = "flow.broken"
        /// A request was answered to a later try than its first, or not at all. Subject: `flow/NAME`. `direction`, `tuple`, `request`, `sent` (instant),
        /// `tries`, `fate` (`delayed`, `failed`).
        case flowRequest = "flow.request"
        /// Totals, written when the run ends. Subject: `flow/NAME`. `direction`, `sent`, `received`, `lost`, `duplicated`, `reordered`, `inFlight`,
        /// `intervalSeconds` (duration between two probes of the flow), `tuples` (count). Over TCP, where messages are counted, `protocol`, `longestStallSeconds`,
        /// `retransmitted` (segments), `broken` (connections). Of requests `protocol`, `requests`, `answered`, `delayed`, `failed`, `repeated`
        /// (tries beyond the first), `waiting`, `longestWaitSeconds`.
        case flowSummary = "flow.summary"
        /// The routes that a node forwards by, written when the run ends. Subject: the node. `domain`, `count`, `digest` (of all
        /// routes), `routes` (the first 200, `PREFIX via NEXT-HOP, …`).
        case tableFinal = "table.final"
        /// What a router's table holds of a prefix, since an expectation asks for it. Subject: the node. `prefix`, `present`
        /// (boolean), `nextHops` and `asPaths` (lists: of the paths in use, the best first).
        case tableLooked = "table.looked"
        /// The run is over. Subject: `run`. `reason` (`finished`, `until`, `interrupted`).
        case end
    }
}
