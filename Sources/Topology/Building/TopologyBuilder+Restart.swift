import NetworkTypes

extension TopologyBuilder {
    /// What an end does about restarts: what is written, else the fallback.
    ///
    /// - Parameter notification: whether it knows RFC 8538, unless that is written.
    mutating func gracefulRestart(
        _ written: Located<GracefulRestartDocument>?,
        fallback: Topology.GracefulRestart?,
        notification: Bool = true
    ) -> Topology.GracefulRestart? {
        guard let written else { return fallback }
        guard written.value.isEnabled else { return nil }
        let document = written.value
        var result = Topology.GracefulRestart()
        if let time = document.restartTime {
            // Twelve bits of seconds (RFC 4724 §3).
            result.restartTime = seconds(time, limit: 4095, "a restart time is up to 4095s")
        }
        result.staleTime = delay(document.staleTime, result.staleTime, limit: .seconds(86_400))
        result.selectionDeferral = delay(document.selectionDeferral, result.selectionDeferral, limit: .seconds(86_400))
        result.preservesForwarding = document.preserveForwarding?.value ?? true
        result.honoursNotification = document.notification?.value ?? notification
        if let time = document.longLived {
            // 24 bits of seconds (RFC 9494 §3).
            result.longLivedStaleTime = seconds(time, limit: 16_777_215, "a long-lived stale time is up to 16777215s")
        }
        return result
    }

    private mutating func seconds(_ time: Located<Duration>, limit: Int64, _ rule: String) -> Duration {
        let nanoseconds = time.value.nanoseconds
        if nanoseconds % 1_000_000_000 != 0 {
            error(time.place, "OPEN carries whole seconds only")
        } else if nanoseconds < 0 || nanoseconds / 1_000_000_000 > limit {
            error(time.place, rule)
        }
        return time.value
    }
}
