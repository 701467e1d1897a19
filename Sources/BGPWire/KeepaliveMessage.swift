/// A message without a body that keeps the peer's hold timer from expiring (RFC 4271 §4.4).
public enum KeepaliveMessage {
    /// The whole message. One array for all, so that sending one allocates nothing.
    public static let bytes: [UInt8] = {
        var bytes: [UInt8] = []
        MessageHeader(type: .keepalive, bodyLength: 0).append(to: &bytes)
        return bytes
    }()
}
