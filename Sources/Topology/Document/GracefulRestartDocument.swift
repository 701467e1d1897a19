import NetworkTypes

/// Graceful restart of one end: an object, or a boolean.
struct GracefulRestartDocument: Sendable {
    var isEnabled = true
    var restartTime: Located<Duration>?
    var staleTime: Located<Duration>?
    var selectionDeferral: Located<Duration>?
    var preserveForwarding: Located<Bool>?
    var notification: Located<Bool>?
    var longLived: Located<Duration>?

    static let object = Format<GracefulRestartDocument>.object(
        "gracefulRestart",
        "a graceful restart object",
        "What an end does about restarts, its own and the other end's (RFC 4724)."
    ) { fields in
        GracefulRestartDocument(
            restartTime: fields.optional(
                "restartTime",
                .duration,
                "How long this end asks to be waited for; whole seconds, up to 4095s.",
                default: Defaults.restartTime.text
            ),
            staleTime: fields.optional(
                "staleTime",
                .duration,
                "How long the other end, once it is back, may take to send its routes again.",
                default: Defaults.staleTime.text
            ),
            selectionDeferral: fields.optional(
                "selectionDeferral",
                .duration,
                "How long this end, once it is back, waits for its neighbours' routes before it chooses.",
                default: Defaults.selectionDeferral.text
            ),
            preserveForwarding: fields.optional(
                "preserveForwarding",
                .boolean,
                "Whether this end forwards on while its routing process restarts.",
                default: "true"
            ),
            notification: fields.optional(
                "notification",
                .boolean,
                "Whether NOTIFICATION and an expired hold timer count as restarts too (RFC 8538).",
                default: "true; a router's is the profile's"
            ),
            longLived: fields.optional(
                "longLived",
                .duration,
                "How long this end's routes may be kept as a last resort after that (RFC 9494).",
                default: "not at all"
            )
        )
    }

    static let format = Format.either(object, Format<Bool>.boolean.map { GracefulRestartDocument(isEnabled: $0) })
}
