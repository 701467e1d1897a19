public import BGPSession
public import NetworkTypes
public import Router

/// Something that happened to a speaker and is worth a line.
public struct SpeakerEvent: Sendable {
    public enum Kind: Sendable {
        case sessionUp(neighbor: Int, NegotiatedParameters)
        case sessionDown(neighbor: Int, SessionDownCause, DownReason)
        /// A connection ended before the session on it was up.
        case attemptFailed(neighbor: Int, DownReason)
        /// A connection to a neighbour could not be made; said once until one succeeds or the reason changes.
        case connectFailed(neighbor: Int, SocketError)
        case bfdUp(neighbor: Int)
        case bfdDown(neighbor: Int, LivenessChange)
        /// Somebody connected for whom there is no session now; `count` of them since the last such event.
        case refused(remote: Endpoint, count: Int)
        /// The kernel dropped segments that come to this host, perhaps those of these neighbours, whose sessions are not up.
        case dropped(SilentDrop, count: UInt64, neighbors: [Int])
        /// Connections can't be accepted for a while.
        case exhausted(SocketError)
    }

    public var time: Instant
    public var kind: Kind
}
