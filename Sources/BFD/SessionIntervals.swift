import NetworkTypes

/// The two intervals of this end: what it advertises, and what it acts upon while a poll sequence is on its way
/// (RFC 5880 §6.8.3).
struct SessionIntervals: Hashable, Sendable {
    /// While a session is not Up its packets come no faster than this (RFC 5880 §6.8.3).
    static let slowestStartMicroseconds: UInt32 = 1_000_000

    private(set) var desiredMinTx: UInt32
    private(set) var requiredMinRx: UInt32
    /// What this end sends by: an increase waits for the neighbor's Final.
    private(set) var transmitMinimum: UInt32
    /// What this end expects the neighbor to send by: a decrease waits for the neighbor's Final.
    private(set) var receiveMinimum: UInt32
    private(set) var isPolling = false
    /// Another change was asked for while the neighbor's answer to the last one was outstanding.
    private var changeIsPending = false
    /// Polls of this sequence that were sent; each is answered once, in order, unless something is lost.
    private var pollsSent = 0
    /// Answers to earlier sequences that may still be on their way: a Final does not say which Poll it answers.
    private var staleFinals = 0

    init(_ configuration: BFDConfiguration) {
        desiredMinTx = 0
        requiredMinRx = 0
        transmitMinimum = 0
        receiveMinimum = 0
        reset(to: configuration)
    }

    /// Takes the slow intervals of a session that is not Up; they hold at once, since every packet carries them.
    mutating func reset(to configuration: BFDConfiguration) {
        desiredMinTx = max(configuration.desiredMinTxMicroseconds, Self.slowestStartMicroseconds)
        requiredMinRx = configuration.requiredMinRxMicroseconds
        transmitMinimum = desiredMinTx
        receiveMinimum = requiredMinRx
        isPolling = false
        changeIsPending = false
        pollsSent = 0
        staleFinals = 0
    }

    /// Takes the configured intervals of a session that is Up, and begins a poll sequence if that changes any.
    ///
    /// One poll sequence runs at a time; a change that comes too early waits.
    /// Returns whether the next packet differs from the last one.
    mutating func change(to configuration: BFDConfiguration) -> Bool {
        guard !isPolling else {
            changeIsPending = true
            return false
        }
        let (tx, rx) = (configuration.desiredMinTxMicroseconds, configuration.requiredMinRxMicroseconds)
        guard tx != desiredMinTx || rx != requiredMinRx else { return false }
        (desiredMinTx, requiredMinRx) = (tx, rx)
        transmitMinimum = min(transmitMinimum, tx)
        receiveMinimum = max(receiveMinimum, rx)
        isPolling = true
        return true
    }

    /// Counts a packet that went out with the Poll bit.
    mutating func pollWasSent() { pollsSent += 1 }

    /// Ends the poll sequence that a Final answers: what was advertised now holds.
    mutating func finalWasReceived(_ configuration: BFDConfiguration) {
        guard staleFinals == 0 else {
            staleFinals -= 1
            return
        }
        guard isPolling, pollsSent > 0 else { return }
        staleFinals = pollsSent - 1
        pollsSent = 0
        isPolling = false
        transmitMinimum = desiredMinTx
        receiveMinimum = requiredMinRx
        if changeIsPending {
            changeIsPending = false
            _ = change(to: configuration)
        }
    }
}

extension BFDConfiguration {
    /// Never zero, which is reserved (RFC 5880 §4.1).
    var desiredMinTxMicroseconds: UInt32 { max(1, UInt32(clamping: desiredMinTx.nanoseconds / 1000)) }

    var requiredMinRxMicroseconds: UInt32 {
        requiredMinRx <= .zero ? 0 : max(1, UInt32(clamping: requiredMinRx.nanoseconds / 1000))
    }
}
