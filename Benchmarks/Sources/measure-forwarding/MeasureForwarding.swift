import ArgumentParser
import Measuring
import NetworkTypes

/// What the data plane alone does: lookups in a full table, and packets through a forwarder.
@main
struct MeasureForwarding: ParsableCommand {
    enum Workload: String, CaseIterable, ExpressibleByArgument {
        case lookup = "lpm-random-1M"
        case forward = "forward-1M"
    }

    static let configuration = CommandConfiguration(commandName: "measure-forwarding")

    @Argument(help: "Workloads (default: all).") var workloads: [Workload] = []
    @OptionGroup var series: Series
    @Option(help: "Routes of the table that is made up.") var routes = 1_000_000
    @Option(help: "Lookups, or packets.") var count = 10_000_000

    func run() throws {
        guard series.once, let workload = workloads.first else {
            return try series.run(
                (workloads.isEmpty ? Workload.allCases : workloads).map(\.rawValue),
                arguments: ["--routes", String(routes), "--count", String(count)]
            )
        }
        var sample = Sample(workload.rawValue)
        var router = TransitRouter(routes: routes)
        switch workload {
        case .lookup: lookUp(&router, &sample)
        case .forward: forward(&router, &sample)
        }
        sample.add("table", Double(router.forwarder.routeMemoryByteCount) / 1e6, "MB")
        sample.add("peak resident memory", Cost.peakResidentMegabytes, "MB")
        print(try sample.line())
    }

    /// Addresses at random inside the table's prefixes, as traffic has them.
    private func lookUp(_ router: inout TransitRouter, _ sample: inout Sample) {
        let addresses = router.destinations(1 << 20, seed: 7)
        var found = 0
        var cost = Cost()
        cost.measure {
            for index in 0..<count where router.look(up: addresses[index & (1 << 20 - 1)]) { found += 1 }
        }
        sample.add("lookups that found a route", Double(found), "")
        sample.add("million lookups a second, processor", Double(count) / cost.cpuSeconds / 1e6, "M/s")
    }

    /// Packets of 64 bytes: copied in, checked, looked up, time to live, checksum, new Ethernet header, out.
    private func forward(_ router: inout TransitRouter, _ sample: inout Sample) {
        let addresses = router.destinations(1 << 16, seed: 7)
        var sent = 0
        var cost = Cost()
        cost.measure {
            for index in 0..<count where router.forward(to: addresses[index & (1 << 16 - 1)]) { sent += 1 }
        }
        sample.add("packets forwarded", Double(sent), "")
        sample.add("million packets a second, processor", Double(count) / cost.cpuSeconds / 1e6, "M/s")
    }
}
