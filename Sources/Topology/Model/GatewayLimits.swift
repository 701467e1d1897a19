extension Topology {
    /// What a gateway carries: the figures of its SKU, each of which a key of the same name under `limits` replaces.
    public struct GatewayLimits: Hashable, Sendable {
        /// Not burstable (FAQ).
        public var bitRate: BitRate
        public var packetRate: PacketRate
        /// Flows from on-premises; what happens beyond is not stated, so there is a warning only.
        public var flows: Int
        /// Routes that the gateway learns; what happens beyond is not stated, so there is a warning only.
        public var routes: Int
        /// Virtual machines in the virtual network and those peered with it.
        public var machines: Int
        /// How long a packet waits for its turn at most before it is dropped; unconfirmed.
        public var queue: Duration = Defaults.gatewayQueue.value

        /// What each of so many instances may forward of it: the time that a packet takes, and its bit rate.
        public func share(of instances: Int) -> (packetInterval: Duration, bitsPerSecond: UInt64) {
            let instances = Swift.max(1, instances)
            return (packetRate.interval * instances, Swift.max(1, bitRate.bitsPerSecond / UInt64(instances)))
        }

        /// The same for another SKU: a figure that the file has changed grows as the SKU's own does.
        public func scaled(from old: GatewaySKU, to new: GatewaySKU) -> GatewayLimits {
            func grown(_ figure: UInt64, _ from: UInt64, _ to: UInt64) -> UInt64 {
                UInt64(clamping: UInt128(figure) * UInt128(to) / UInt128(Swift.max(1, from)))
            }
            func grown(_ figure: Int, _ from: Int, _ to: Int) -> Int {
                Int(clamping: grown(UInt64(figure), UInt64(from), UInt64(to)))
            }
            let (from, to) = (old.limits, new.limits)
            var limits = self
            limits.bitRate.bitsPerSecond = grown(
                bitRate.bitsPerSecond,
                from.bitRate.bitsPerSecond,
                to.bitRate.bitsPerSecond
            )
            limits.packetRate.thousandthsPerMinute = grown(
                packetRate.thousandthsPerMinute,
                from.packetRate.thousandthsPerMinute,
                to.packetRate.thousandthsPerMinute
            )
            limits.flows = grown(flows, from.flows, to.flows)
            limits.routes = grown(routes, from.routes, to.routes)
            limits.machines = grown(machines, from.machines, to.machines)
            return limits
        }

        /// What so many scale units carry together, if these are the limits of one.
        ///
        /// The units above the tenth count half for machines (SG); for packets the documents contradict each other, so each
        /// unit counts the same.
        public func times(units: Int) -> GatewayLimits {
            var limits = self
            limits.bitRate.bitsPerSecond = Swift.min(bitRate.bitsPerSecond, .max / UInt64(units)) * UInt64(units)
            limits.packetRate.thousandthsPerMinute *= UInt64(units)
            limits.flows *= units
            limits.machines = machines * Swift.min(units, 10) + machines / 2 * Swift.max(0, units - 10)
            return limits
        }
    }
}
