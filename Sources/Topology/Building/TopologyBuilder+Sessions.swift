import NetworkTypes

extension TopologyBuilder {
    static let standardBFD = Topology.BFD(
        interval: Defaults.bfdInterval.value,
        multiplier: Defaults.bfdMultiplier.value
    )

    static let microsoftTimers = Topology.BGPTimers(
        holdTime: Defaults.holdTime.value,
        keepalive: Defaults.holdTime.value / 3,
        minimumHoldTime: Defaults.circuitMinimumHoldTime.value,
        connectRetry: Defaults.connectRetry.value,
        advertisementInterval: Defaults.advertisementInterval.value
    )

    /// What an end does about BFD: what is written over what the end does by itself, or the fallback.
    mutating func bfd(
        _ written: Located<BFDDocument>?,
        fallback: Topology.BFD?,
        standard: Topology.BFD = TopologyBuilder.standardBFD
    ) -> Topology.BFD? {
        guard let written else { return fallback }
        guard written.value.isEnabled else { return nil }
        var result = standard
        if let interval = written.value.interval {
            // The packet carries microseconds in 32 bits (RFC 5880 §4.1).
            let nanoseconds = interval.value.nanoseconds
            if nanoseconds < 10_000_000 || nanoseconds > 60_000_000_000 || nanoseconds % 1_000 != 0 {
                error(interval.place, "a BFD interval lies between 10ms and 60s, in whole microseconds")
            } else {
                result.interval = interval.value
            }
        }
        if let multiplier = written.value.multiplier { result.multiplier = UInt8(clamping: multiplier.value) }
        result.isControlPlaneIndependent = written.value.controlPlaneIndependent?.value ?? false
        return result
    }

    /// The timers of an end: what is written over the fallback.
    mutating func timers(_ written: SessionDocument, fallback: Topology.BGPTimers) -> Topology.BGPTimers {
        var result = fallback
        if let holdTime = written.holdTime {
            result.holdTime = wholeSeconds(holdTime, minimum: 3, "a hold time is 0, or from 3s to 65535s")
            // A third, in the whole seconds that a router would be configured with.
            result.keepalive = .seconds(
                Swift.max(result.holdTime == .zero ? 0 : 1, result.holdTime.components.seconds / 3)
            )
        }
        if let keepalive = written.keepalive {
            result.keepalive = wholeSeconds(keepalive, minimum: 1, "a keepalive time is 0, or from 1s to 65535s")
            if result.holdTime > .zero, result.keepalive * 3 > result.holdTime {
                warning(keepalive.place, "more than a third of the hold time of \(result.holdTime.topologyText)")
            }
        }
        if let minimum = written.minimumHoldTime {
            result.minimumHoldTime = wholeSeconds(minimum, minimum: 3, "a hold time is 0, or from 3s to 65535s")
        }
        if let retry = written.connectRetry {
            result.connectRetry = delay(retry, result.connectRetry)
            if retry.value == .zero { error(retry.place, "connectRetry is more than nothing") }
        }
        if let interval = written.advertisementInterval {
            result.advertisementInterval = delay(interval, result.advertisementInterval)
        }
        return result
    }

    private mutating func wholeSeconds(_ value: Located<Duration>, minimum: Int64, _ rule: String) -> Duration {
        let nanoseconds = value.value.nanoseconds
        let seconds = nanoseconds / 1_000_000_000
        if nanoseconds % 1_000_000_000 != 0 {
            error(value.place, "OPEN carries whole seconds only")
        } else if seconds != 0, seconds < minimum || seconds > 65_535 {
            error(value.place, rule)
        }
        return value.value
    }

    /// What is legal but will not work, or not well.
    mutating func checkSessions() {
        let documents = document.circuits?.value.map(\.value) ?? []
        for (index, circuit) in topology.circuits.enumerated() {
            let place = documents[index].name?.place ?? documents[index].start
            let unused = circuit.links.filter { $0.attachment == nil }
            for link in unused {
                warning(place, "no router uses \(circuit.name)/\(link.role)")
            }
            let users = circuit.links.compactMap { $0.attachment.map { topology.attachments[$0].router } }
            if users.count == 2, users[0] == users[1] {
                let link = circuit.link(.secondary).attachment
                warning(
                    link.map { attachmentPlaces[$0] } ?? place,
                    "both connections of circuit '\(circuit.name)' end on router '\(topology.routers[users[0]].name)'",
                    notes: ["its loss is the loss of the circuit"]
                )
            }
            fillPeerASN(index, documents[index], place)
        }
        for (index, attachment) in topology.attachments.enumerated() { checkAttachment(index, attachment) }
    }

    private mutating func fillPeerASN(_ index: Int, _ written: CircuitDocument, _ place: Place) {
        let users = topology.circuits[index].links.compactMap(\.attachment)
        if let peering = written.microsoftPeering?.value { completeMicrosoftPeering(index, peering, users.first) }
        guard let peering = written.privatePeering?.value, peering.peerASN == nil else { return }
        if let first = users.first {
            topology.circuits[index].privatePeering.peerASN = topology.attachments[first].asn
        } else {
            missing(peering.start, "the key 'peerASN' is missing, and no router uses the circuit", notes: [])
        }
    }

    private mutating func checkAttachment(_ index: Int, _ attachment: Topology.Attachment) {
        let circuit = topology.circuits[attachment.circuit]
        let link = circuit.link(attachment.role)
        let place = attachmentPlaces[index]
        let name = "\(circuit.name)/\(attachment.role)"
        let router = topology.routers[attachment.router]
        if attachment.asn != circuit.privatePeering.peerASN {
            warning(
                place,
                "Microsoft expects ASN \(circuit.privatePeering.peerASN) on \(name), router '\(router.name)' has \(attachment.asn)",
                notes: ["the session is refused with OPEN error 2/2"]
            )
        }
        let floor = circuit.timers.minimumHoldTime
        if attachment.timers.holdTime > .zero, attachment.timers.holdTime < floor {
            warning(
                place,
                "a hold time of \(attachment.timers.holdTime.topologyText) is below the MSEE's floor of \(floor.topologyText)",
                notes: ["the session is refused with OPEN error 2/6"]
            )
        }
        if circuit.timers.holdTime > .zero, circuit.timers.holdTime < attachment.timers.minimumHoldTime {
            warning(place, "router '\(router.name)' refuses the hold time that the MSEE proposes on \(name)")
        }
        if attachment.bfd == nil, circuit.bfd != nil, !attachmentsStateBFD[index] {
            let seconds = Swift.min(attachment.timers.holdTime, circuit.timers.holdTime)
            warning(
                place,
                "router '\(router.name)' runs no BFD on \(name)",
                notes: [
                    "a silent loss is noticed by the hold timer only, after up to \(seconds.topologyText)",
                    "'bfd: false' says that this is meant",
                ]
            )
        }
        if let vlan = attachment.vlan, vlan != circuit.privatePeering.vlan {
            warning(
                place,
                "router '\(router.name)' tags \(name) with VLAN \(vlan), the peering has \(circuit.privatePeering.vlan)",
                notes: ["nothing gets through"]
            )
        }
        if let key = attachment.sharedKey, let other = link.sharedKey, key != other {
            warning(place, "the shared keys of router '\(router.name)' and circuit '\(circuit.name)' differ")
        }
    }
}
