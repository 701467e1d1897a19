import BGPWire
import NetworkTypes
import RIB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Loads a full table from one eBGP peer and sends it to another, in memory, on one core.
///
/// The file holds BGP messages back to back. One line of JSON says how long each part took: reading UPDATE octets, inserting and
/// deciding; encoding for the other peer; and the process's peak resident memory.
@main
struct TableLoad {
    static func main() {
        guard CommandLine.arguments.count >= 2, var stream = MessageStream(path: CommandLine.arguments[1]) else {
            let usage = "usage: table-load FILE [OUTPUT]\n"
            _ = usage.withCString { write(2, $0, strlen($0)) }
            exit(2)
        }
        let output =
            CommandLine.arguments.count > 2 ? open(CommandLine.arguments[2], O_WRONLY | O_CREAT | O_TRUNC, 0o644) : -1
        var load = Load()
        let begin = seconds()
        while load.step(&stream, output) {}
        let total = seconds() - begin
        stream.close()
        print(load.report(total))
    }

    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The router under test, and what it has done so far.
struct Load: ~Copyable {
    private var rib: RIB
    private let sender: PeerIndex
    private let receiver: PeerIndex
    private var announced = 0
    private var sent = 0
    private var messages = 0
    private var octets = 0
    private var changeCount = 0
    private var deciding = 0.0
    private var encoding = 0.0
    private var bytes: [UInt8] = []
    private var changes: [RouteChange] = []
    private var uses: [NextHopUse] = []

    init() {
        let local = IPv4Address(10, 9, 0, 1)
        rib = RIB(configuration: RIBConfiguration(localASN: 65000, routerID: RouterID(local)))
        let domain = rib.addDomain(DomainConfiguration(name: "default"))
        func peer(_ asn: ASN, _ last: UInt8) -> PeerConfiguration {
            PeerConfiguration(
                domain: domain,
                remoteASN: asn,
                remoteAddress: .v4(IPv4Address(10, 9, 0, last)),
                localIPv4Address: local
            )
        }
        sender = rib.addPeer(peer(65001, 2))
        receiver = rib.addPeer(peer(65010, 10))
        for (peer, last) in [(sender, UInt8(2)), (receiver, UInt8(10))] {
            rib.peerUp(
                peer,
                NegotiatedPeer(families: .ipv4Unicast, remoteID: RouterID(IPv4Address(10, 9, 0, last)))
            )
        }
    }

    /// Takes a piece of the stream through all stages; `false` at its end.
    mutating func step(_ stream: inout MessageStream, _ output: Int32) -> Bool {
        let begin = TableLoad.seconds()
        let isOpen = stream.nextPiece { message in
            guard message.unsafeLoad(fromByteOffset: 18, as: UInt8.self) == 2 else { return }
            announced += rib.apply(updateBody: message.extracting(19..<message.byteCount), from: sender).announced
        }
        rib.drainNextHopUses(into: &uses)
        for use in uses where use.isUsed { rib.setNextHop(use.address, in: use.domain, metric: 0) }
        uses.removeAll(keepingCapacity: true)
        while rib.work(budget: 65536) {}
        rib.drainRouteChanges(into: &changes)
        changeCount += changes.count
        changes.removeAll(keepingCapacity: true)
        let middle = TableLoad.seconds()
        while rib.pendingExport(receiver) {
            bytes.removeAll(keepingCapacity: true)
            let batch = rib.encodeUpdates(for: receiver, into: &bytes, byteLimit: 1 << 18)
            sent += batch.announced
            messages += batch.messages
            octets += bytes.count
            if output >= 0 { _ = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) } }
        }
        deciding += middle - begin
        encoding += TableLoad.seconds() - middle
        return isOpen
    }

    func report(_ total: Double) -> String {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        func milliseconds(_ value: Double) -> String { String(Double(Int(value * 1_000_000)) / 1_000_000) }
        return """
            {"routes": \(announced), "changes": \(changeCount), "sent": \(sent), "messagesSent": \(messages), \
            "octetsSent": \(octets), "attributeSets": \(rib.attributeSetCount), \
            "decodeInsertDecideSeconds": \(milliseconds(deciding)), "encodeSeconds": \(milliseconds(encoding)), \
            "totalSeconds": \(milliseconds(total)), "memoryEstimateMB": \(rib.memoryEstimate / 1_000_000), \
            "peakResidentMB": \(usage.ru_maxrss / 1000)}
            """
    }
}
