import NetworkTypes
import Topology

/// One direction of a flow at work.
struct Flow {
    /// A path that no probe has arrived over yet.
    struct Newcomer {
        /// The `flow.path` event.
        var event: Int
        /// Probes sent before this took an older path.
        var from: Instant
        var tuples: [Int]
        /// The wire where the path leaves the older one.
        var wire: Int
        var hasComment = false
    }

    let plan: FlowPlan
    var meter: ProbeMeter
    var drops: ProbeDrops
    /// Number of the next probe over all 5-tuples.
    var next = 0
    /// Place of the other direction, if there is one.
    var partner: Int?
    /// Of a TCP flow: place of its conversation.
    var conversation: Int?
    var requests = RequestLedger()
    /// Where the packet came from that each 5-tuple answers, which address translation may change; empty unless it answers.
    var callers: [Endpoint?]
    /// Of packets and messages that leave when something makes or lets them.
    var sentAt: SendTimes
    /// What the network did to each 5-tuple when it was last looked at.
    var outcomes: [PathOutcome?]
    var newcomers: [Newcomer] = []

    init(_ plan: FlowPlan) {
        self.plan = plan
        meter = ProbeMeter(tuples: plan.count)
        callers = plan.isAnswer ? Array(repeating: nil, count: plan.count) : []
        drops = ProbeDrops(tuples: plan.count)
        sentAt = SendTimes(tuples: plan.application == .udp ? 0 : plan.count)
        outcomes = Array(repeating: nil, count: plan.count)
    }

    /// When a packet or message of a 5-tuple was sent, since time zero.
    func sendOffset(tuple: Int, sequence: UInt32, from timeZero: Instant) -> Duration {
        sentAt[tuple, sequence].map { $0 - timeZero } ?? plan.sendOffset(tuple: tuple, sequence: sequence)
    }

    /// The comment for a probe that is the first one on a new path, as it enters the wire where that path begins.
    mutating func commentForFirstFrame(tuple: Int, sequence: UInt32, wire: Int) -> String? {
        guard !newcomers.isEmpty,
            let place = newcomers.firstIndex(where: {
                $0.wire == wire && !$0.hasComment && $0.tuples.contains(tuple)
            })
        else { return nil }
        newcomers[place].hasComment = true
        return "\(plan.path) \(plan.direction.rawValue): first packet on its new path"
    }
}
