extension DownReason: CustomStringConvertible {
    /// One clause for people: `hold timer expired, sent 4/0 (hold timer expired)`.
    public var description: String {
        var text =
            switch cause {
            case .carrier: "carrier lost"
            case .bfd: "BFD found the path dead"
            case .holdTimer: "nothing was heard for the hold time"
            case .sendHoldTimer: "the peer took in nothing for the send hold time"
            case .notification: "the peer ended it"
            case .transport: "the connection was closed"
            case .administrative: "ended here on purpose"
            case .prefixLimit: "more prefixes than allowed"
            case .error: "the peer broke the protocol or does not fit the configuration"
            }
        if let notification {
            text += ", \(origin == .local ? "sent" : "received") \(notification)"
            if let message { text += ": \(message)" }
        }
        return text
    }
}
