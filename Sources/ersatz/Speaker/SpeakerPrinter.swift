import BFD
import BGPSession
import BGPSpeaker
import BGPWire
import Foundation
import NetworkTypes
import Router
import Topology

/// Writes a line for each thing that happens to a speaker.
struct SpeakerPrinter: Sendable {
    private let configuration: RouterConfiguration
    private let format: OutputFormat

    init(_ configuration: RouterConfiguration, format: OutputFormat) {
        self.configuration = configuration
        self.format = format
    }

    func write(_ event: SpeakerEvent) {
        let line = line(event)
        let text =
            switch format {
            case .text: "\(Self.clock()) \(line.text)"
            case .json: line.json
            }
        // Whoever stopped reading does not want to stop the sessions.
        try? Console.print(text + "\n")
    }

    /// The time of day, to the millisecond.
    private static func clock() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var local = tm()
        localtime_r(&time.tv_sec, &local)
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let parts = [Int(local.tm_hour), Int(local.tm_min), Int(local.tm_sec)].map { digits($0, 2) }
        return parts.joined(separator: ":") + "." + digits(time.tv_nsec / 1_000_000, 3)
    }

    private func line(_ event: SpeakerEvent) -> SpeakerLine {
        var line = SpeakerLine(t: event.time)
        switch event.kind {
        case .sessionUp(let neighbor, let parameters):
            line.describe("session.up", configuration.neighbors[neighbor], "up: \(text(parameters))")
            line.families = parameters.families.families.map { "\($0)" }
            line.holdSeconds = Double(parameters.holdTime.nanoseconds) / 1e9
            line.peerID = IPv4Address(rawValue: parameters.peerID.rawValue).description
        case .sessionDown(let neighbor, let cause, let reason):
            line.describe("session.down", configuration.neighbors[neighbor], "down: \(reason)")
            line.note(reason, cause: cause.rawValue)
        case .attemptFailed(let neighbor, let reason):
            line.describe("session.failed", configuration.neighbors[neighbor], "not established: \(reason)")
            line.note(reason, cause: reason.cause.rawValue)
        case .connectFailed(let neighbor, let error):
            line.describe("connect.failed", configuration.neighbors[neighbor], "no connection: \(error.reason)")
            line.message = error.reason
        case .bfdUp(let neighbor):
            line.describe("bfd.up", configuration.neighbors[neighbor], "BFD up")
        case .bfdDown(let neighbor, let change):
            line.describe("bfd.down", configuration.neighbors[neighbor], "BFD down: \(change.diagnostic)")
            line.message = change.diagnostic.description
        case .refused(let remote, let count):
            line.kind = "connection.refused"
            line.subject = "\(remote)"
            line.text = "\(remote) refused" + (count > 1 ? ", as \(count - 1) others" : "")
            line.count = count
        case .dropped(let drop, let count, let neighbors):
            let suspects = neighbors.map { "\(configuration.neighbors[$0].remoteAddress)" }.joined(separator: ", ")
            line.kind = "segments.dropped"
            line.subject = drop.counter
            line.text =
                "the kernel dropped \(count == 1 ? "a segment" : "\(count) segments") \(drop.words); "
                + "of the neighbours here, not up: \(suspects)"
            line.message = suspects
            line.count = Int(clamping: count)
        case .exhausted(let error):
            line.kind = "warning"
            line.subject = "listener"
            line.text = "no connections are accepted for a moment: \(error.reason)"
            line.message = error.reason
        }
        return line
    }

    private func text(_ parameters: NegotiatedParameters) -> String {
        let families = parameters.families.families.map { "\($0)" }.joined(separator: " ")
        let hold = parameters.holdTime > .zero ? "hold time \(parameters.holdTime.topologyText)" : "no hold time"
        return "\(families), \(hold), identifier \(IPv4Address(rawValue: parameters.peerID.rawValue))"
    }
}

/// One line, in both forms.
private struct SpeakerLine: Encodable {
    /// Seconds since the speaker started.
    var t: Double
    var kind = ""
    var subject = ""
    var remoteAS: UInt32?
    var cause: String?
    var code: UInt8?
    var subcode: UInt8?
    var sent: Bool?
    var message: String?
    var families: [String]?
    var holdSeconds: Double?
    var peerID: String?
    var count: Int?
    var text = ""

    init(t time: Instant) { t = Double(time.nanoseconds) / 1e9 }

    mutating func describe(_ kind: String, _ neighbor: Neighbor, _ text: String) {
        self.kind = kind
        subject = neighbor.path
        remoteAS = neighbor.remoteASN.rawValue
        self.text = "\(neighbor.remoteAddress) (AS \(neighbor.remoteASN)) \(text)"
    }

    mutating func note(_ reason: DownReason, cause: String) {
        self.cause = cause
        code = reason.code
        subcode = reason.subcode
        if reason.notification != nil { sent = reason.origin == .local }
        message = reason.message
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
