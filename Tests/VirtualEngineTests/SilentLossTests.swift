import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Frames vanish while the carrier stays: BFD or the hold timer has to find out.
@Suite("Silent loss") struct SilentLossTests {
    private static let fault = Duration.seconds(1)
    private static let session = "session/cpe1/er/primary"

    /// Which end hears nothing, and who it is.
    enum Silence: String, CaseIterable {
        case toCustomer, toMicrosoft

        var listener: String { self == .toCustomer ? "router/cpe1" : "msee/amsterdam/1" }
        var other: String { self == .toCustomer ? "msee/amsterdam/1" : "router/cpe1" }
    }

    private static func lab(_ silence: Silence, seed: UInt64, duration: String, _ change: (inout YAML) -> Void) throws
        -> Lab
    {
        var edge = Edge.standard(duration: duration)
        edge["flows"] = []
        edge["timing"] = ["gatewayBFD": ["interval": "10s"], "reflectorBFD": ["interval": "10s"], "quietPeriod": "1s"]
        change(&edge)
        edge.step("1s", "blackhole", "link/er/primary/customer", ["direction": .text(silence.rawValue)])
        return try Lab(edge, seed: seed)
    }

    /// BFD as the CPE is configured, and what the circuit's 300 ms × 3 make of it: the slower interval, the sender's multiplier.
    struct Intervals: CustomStringConvertible {
        var bfd: YAML
        var circuit: YAML = true
        /// Agreed interval in milliseconds.
        var agreed: Int
        var multiplierOfCustomer: Int
        var multiplierOfMicrosoft = 3

        var description: String { "\(bfd)" }
    }

    static let intervals = [
        Intervals(bfd: true, agreed: 300, multiplierOfCustomer: 3),
        Intervals(bfd: ["interval": "50ms", "multiplier": 4], agreed: 300, multiplierOfCustomer: 4),
        Intervals(bfd: ["interval": "750ms", "multiplier": 3], agreed: 750, multiplierOfCustomer: 3),
        Intervals(bfd: ["interval": "400ms", "multiplier": 2], agreed: 400, multiplierOfCustomer: 2),
        Intervals(
            bfd: ["interval": "100ms", "multiplier": 5],
            circuit: ["interval": "200ms", "multiplier": 10],
            agreed: 200,
            multiplierOfCustomer: 5,
            multiplierOfMicrosoft: 10
        ),
    ]

    @Test(arguments: intervals, Silence.allCases)
    func `BFD finds out within its detection time, and the other end hears of it one latency later`(
        intervals: Intervals,
        silence: Silence
    ) throws {
        // 1 ms to the provider, 500 µs to the MSEE.
        let latency = Duration.microseconds(1_500)
        let multiplier = silence == .toCustomer ? intervals.multiplierOfMicrosoft : intervals.multiplierOfCustomer
        let shortest = Duration.milliseconds(intervals.agreed * (multiplier - 1))
        let longest = Duration.milliseconds(intervals.agreed * multiplier) + latency
        for seed in UInt64(1)...4 {
            let lab = try Self.lab(silence, seed: seed, duration: "5s") { edge in
                edge["customerSites", 0]["routers", 0]["bfd"] = intervals.bfd
                edge["circuits", 0]["bfd"] = intervals.circuit
            }
            _ = lab.finish()
            let found = try #require(lab.moments(.bfdDown, Self.session, node: silence.listener, after: .zero).first)
            #expect((shortest...longest).contains(found.at - Self.fault), "seed \(seed)")
            let down = try #require(lab.moments(.sessionDown, Self.session, node: silence.listener).first)
            #expect(down.at == found.at && down.text("cause") == "bfd")
            let told = try #require(lab.moments(.sessionDown, Self.session, node: silence.other).first)
            // The packet itself takes about a microsecond on each of two segments.
            #expect((latency...latency + .microseconds(10)).contains(told.at - found.at), "seed \(seed)")
            #expect(lab.moments(.sessionDown, after: .zero).count == 2)
        }
    }

    @Test func `detection times of 300 ms × 3 fill the whole range that jitter leaves`() throws {
        var times: [Duration] = []
        for seed in UInt64(1)...20 {
            let lab = try Self.lab(.toMicrosoft, seed: seed, duration: "3s") { _ in }
            _ = lab.finish()
            times += lab.moments(.bfdDown, Self.session, after: .zero).prefix(1).map { $0.at - Self.fault }
        }
        #expect(times.count == 20)
        #expect(times.allSatisfy { (.milliseconds(600) ... .milliseconds(902)).contains($0) })
        #expect((times.max() ?? .zero) - (times.min() ?? .zero) > .milliseconds(120))
    }

    @Test(arguments: [180, 60, 30, 10], Silence.allCases)
    func `without BFD the hold timer finds out, two thirds of it to all of it after the fault`(
        holdTime: Int,
        silence: Silence
    ) throws {
        for seed in UInt64(1)...(holdTime > 60 ? 2 : 6) {
            let lab = try Self.lab(silence, seed: seed, duration: "\(holdTime * 4 / 3 + 5)s") { edge in
                edge["customerSites", 0]["routers", 0]["bfd"] = false
                edge["customerSites", 0]["routers", 0]["holdTime"] = "\(holdTime)s"
            }
            _ = lab.finish()
            let found = try #require(lab.moments(.sessionDown, Self.session, node: silence.listener).first)
            #expect(found.text("cause") == "holdTimer")
            let wait = found.at - Self.fault
            #expect(wait >= .seconds(holdTime) * 2 / 3 && wait <= .seconds(holdTime) + .milliseconds(2), "seed \(seed)")
            // The NOTIFICATION waits in TCP behind a keepalive that is not acknowledged. That one is the last that the other
            // end hears, up to a third of the hold time after the fault.
            let other = try #require(lab.moments(.sessionDown, Self.session, node: silence.other).first)
            #expect(other.text("cause") == "holdTimer")
            let otherWait = other.at - Self.fault
            let longest = Duration.seconds(holdTime) * 4 / 3 + .milliseconds(2)
            #expect(otherWait >= .seconds(holdTime) && otherWait <= longest, "seed \(seed)")
        }
    }

    @Test(arguments: Silence.allCases)
    func `a one-way loss hurts the direction that is lost, and the report says who noticed and how`(silence: Silence)
        throws
    {
        var edge = Edge.standard(duration: "5s")
        edge["timing"] = "ideal"
        edge["flows", 0]["rate"] = "200/s"
        edge.step("1s", "blackhole", "link/er/primary/customer", ["direction": .text(silence.rawValue)])
        let lab = try Lab(edge)
        let report = lab.finish()
        let lost: FlowDirection = silence == .toMicrosoft ? .forward : .reverse
        for entry in report.convergence {
            if entry.direction == lost {
                #expect((.milliseconds(600) ... .milliseconds(920)).contains(entry.worstOutage))
                #expect(entry.detectedBy == .bfd && entry.hurt > 0 && entry.lost > 0)
            } else {
                // What was on its way to a router that had just given the session up.
                #expect(entry.worstOutage <= .milliseconds(10))
            }
        }
        let noticed = try #require(report.steps.first?.detections)
        #expect(noticed.first?.node == silence.listener && noticed.first?.by == .bfd)
        #expect(noticed.dropFirst().contains { $0.node == silence.other && ($0.by == .notification || $0.by == .bfd) })
    }

    @Test func `silence in the LAN is found by its own BFD, or its hold timer`() throws {
        for (lan, range) in [
            (true, Duration.milliseconds(600)...Duration.milliseconds(901)),
            (
                ["subnet": "10.101.0.0/24", "bfd": ["interval": "1s", "multiplier": 2]],
                .seconds(1) ... .milliseconds(2_001)
            ),
        ] as [(YAML, ClosedRange<Duration>)] {
            var edge = Edge.standard(duration: "5s")
            edge["flows"] = []
            if case .mapping = lan { edge["customerSites", 0]["lan"] = lan }
            edge.step("1s", "blackhole", "lan/hq/cpe1", ["direction": "toCustomer"])
            let lab = try Lab(edge)
            _ = lab.finish()
            let found = try #require(lab.moments(.bfdDown, "session/cpe1/lan/core", node: "core/hq").first)
            #expect(range.contains(found.at - Self.fault))
        }
    }
}
