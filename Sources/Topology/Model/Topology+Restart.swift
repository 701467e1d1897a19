extension Topology {
    /// How an end restarts, and helps the other end to (RFC 4724, RFC 8538, RFC 9494).
    public struct GracefulRestart: Hashable, Sendable {
        /// How long the end asks to be waited for when it restarts; whole seconds.
        public var restartTime: Duration = Defaults.restartTime.value
        /// How long the other end, once it is back, may take to send its routes again.
        public var staleTime: Duration = Defaults.staleTime.value
        /// How long the end, once it is back, waits for its neighbours' routes before it chooses.
        public var selectionDeferral: Duration = Defaults.selectionDeferral.value
        /// Whether the end forwards on while its control plane restarts.
        public var preservesForwarding = true
        /// Whether a NOTIFICATION or an expired hold timer counts as a restart too (the N bit).
        public var honoursNotification = true
        /// How long the end asks for its routes to be kept as a last resort after that; `nil`: not at all.
        public var longLivedStaleTime: Duration?

        public init() {}
    }
}
