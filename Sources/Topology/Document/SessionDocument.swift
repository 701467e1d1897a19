import NetworkTypes

/// The keys that say how one end runs its BGP and BFD sessions; shared by circuits, routers and links.
struct SessionDocument: Sendable {
    enum Side: Sendable {
        case microsoft, router, link
    }

    var bfd: Located<BFDDocument>?
    var holdTime: Located<Duration>?
    var keepalive: Located<Duration>?
    var minimumHoldTime: Located<Duration>?
    var connectRetry: Located<Duration>?
    var advertisementInterval: Located<Duration>?
    var gracefulRestart: Located<GracefulRestartDocument>?
    var gracefulShutdown: Located<Bool>?

    static func read(_ fields: inout Fields, side: Side) -> SessionDocument {
        let isMicrosoft = side == .microsoft
        func fallback(_ text: String) -> String { side == .link ? "the router's" : text }
        /// Of an ideal router; other profiles have their own.
        func ideal(_ text: String) -> String { fallback(isMicrosoft ? text : "\(text), or the profile's") }
        return SessionDocument(
            bfd: fields.optional(
                "bfd",
                BFDDocument.format,
                "Bidirectional forwarding detection; true stands for 300ms × 3"
                    + (isMicrosoft ? "." : ", or the profile's."),
                default: fallback(isMicrosoft ? "true, as Azure runs it always" : "false")
            ),
            holdTime: fields.optional(
                "holdTime",
                .duration,
                "Hold time that this end proposes; 0, or 3s and more in whole seconds.",
                default: ideal(Defaults.holdTime.text)
            ),
            keepalive: fields.optional(
                "keepalive",
                .duration,
                "Time between two keepalives; a lower negotiated hold time lowers it to a third of that.",
                default: fallback("a third of the hold time")
            ),
            minimumHoldTime: fields.optional(
                "minimumHoldTime",
                .duration,
                "A peer that proposes less is refused with OPEN error 2/6.",
                default: fallback(isMicrosoft ? Defaults.circuitMinimumHoldTime.text : Defaults.minimumHoldTime.text)
            ),
            connectRetry: fields.optional(
                "connectRetry",
                .duration,
                "How long a failed connection is left alone.",
                default: ideal(Defaults.connectRetry.text)
            ),
            advertisementInterval: fields.optional(
                "advertisementInterval",
                .duration,
                "Least time between two UPDATEs for one prefix (MRAI).",
                default: ideal(Defaults.advertisementInterval.text)
            ),
            gracefulRestart: fields.optional(
                "gracefulRestart",
                GracefulRestartDocument.format,
                "Routes stay in use while the other end restarts, and while this one does.",
                default: fallback("false")
            ),
            gracefulShutdown: fields.optional(
                "gracefulShutdown",
                .boolean,
                "Whether routes with the community GRACEFUL_SHUTDOWN are the last to be chosen.",
                default: fallback(isMicrosoft ? "false, Microsoft looks at no communities of customers" : "true")
            )
        )
    }
}

/// BFD of one end: an object, or a boolean.
struct BFDDocument: Sendable {
    var isEnabled = true
    var interval: Located<Duration>?
    var multiplier: Located<Int>?
    var controlPlaneIndependent: Located<Bool>?

    static let object = Format<BFDDocument>.object("bfd", "a BFD object", "Bidirectional forwarding detection.") {
        fields in
        BFDDocument(
            interval: fields.optional(
                "interval",
                .duration,
                "Transmit and receive interval; the slower end wins.",
                default: Defaults.bfdInterval.text
            ),
            multiplier: fields.optional(
                "multiplier",
                .integer(1...255),
                "Missed packets until the other end is given up.",
                default: "\(Defaults.bfdMultiplier.value)"
            ),
            controlPlaneIndependent: fields.optional(
                "controlPlaneIndependent",
                .boolean,
                "It goes on while the control plane restarts, as in hardware (the C bit).",
                default: "false"
            )
        )
    }

    static let format = Format.either(object, Format<Bool>.boolean.map { BFDDocument(isEnabled: $0) })
}

extension Format where Value == String {
    /// An MD5 key of at most 80 octets (RFC 2385 §4.5).
    static var sharedKey: Format {
        .text(
            "a shared key of 1 to 80 printable ASCII characters",
            pattern: "^[ -~]+$",
            allowsIntegers: true,
            maximumLength: 80
        ) {
            text in
            let isPrintable = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            return text.isEmpty || !isPrintable ? .wrong(nil) : .value(text)
        }
    }
}
