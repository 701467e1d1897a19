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
