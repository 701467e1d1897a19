import FullTable
import Measuring
import RIB

extension MeasureTables {
    /// One peer announces the table, another hears of it.
    func load(_ file: String, _ sample: inout Sample) throws {
        var speaker = Speaker()
        var phase = Phase()
        try phase.announce(file, from: speaker.primary, to: &speaker)
        sample.add("load", phase.total)
        sample.add("decode and insert, processor", phase.hearing.cpuSeconds * 1000, "ms")
        sample.add("decide and export, processor", phase.deciding.cpuSeconds * 1000, "ms")
        sample.add("encode, processor", phase.telling.cpuSeconds * 1000, "ms")
        sample.add("routes announced", Double(phase.told.announced), "")
        sample.add("messages sent", Double(phase.told.messages), "")
        sample.add("octets sent", Double(phase.told.octets), "")
        sample.add("route changes", Double(speaker.routeChanges), "")
        sample.add("attribute sets", Double(speaker.rib.attributeSetCount), "")
        sample.add("tables' own estimate", Double(speaker.rib.memoryEstimate) / 1e6, "MB")
    }

    /// The backup announces the table, the primary announces it better, the primary is lost, then the backup too.
    func losePeer(_ primary: String, _ backup: String, _ sample: inout Sample) throws {
        var speaker = Speaker()
        var phases: [(name: String, phase: Phase)] = []
        func finish(_ name: String, _ phase: Phase) { phases.append((name, phase)) }
        var phase = Phase()
        try phase.announce(backup, from: speaker.backup, to: &speaker)
        finish("load", phase)
        phase = Phase()
        try phase.announce(primary, from: speaker.primary, to: &speaker)
        finish("better", phase)
        phase = Phase()
        phase.lose(speaker.primary, of: &speaker)
        finish("peer loss", phase)
        phase = Phase()
        phase.lose(speaker.backup, of: &speaker)
        finish("withdrawal", phase)
        for (name, phase) in phases {
            sample.add(name, phase.total)
            sample.add(name + ", messages sent", Double(phase.told.messages), "")
        }
        sample.add("routes announced by peer loss", Double(phases[2].phase.told.announced), "")
        sample.add("routes withdrawn at the end", Double(phases[3].phase.told.withdrawn), "")
    }
}

/// What one phase took, by its parts.
struct Phase {
    var hearing = Cost()
    var deciding = Cost()
    var telling = Cost()
    var told = Speaker.Told()
    private var buffer: [UInt8] = []

    var total: Cost { hearing + deciding + telling }

    /// Piece by piece, as from a connection: heard, decided, passed on.
    mutating func announce(_ file: String, from peer: PeerIndex, to speaker: inout Speaker) throws {
        var stream = try MessageStream(path: file)
        var isOpen = true
        while isOpen {
            isOpen = try hearing.measure { try stream.nextPiece { speaker.hear($0, from: peer) } }
            passOn(&speaker)
        }
    }

    mutating func lose(_ peer: PeerIndex, of speaker: inout Speaker) {
        deciding.measure { speaker.lose(peer) }
        passOn(&speaker)
    }

    private mutating func passOn(_ speaker: inout Speaker) {
        var more = true
        while more {
            more = deciding.measure { speaker.decide() }
            telling.measure { while speaker.tell(&buffer, &told) {} }
        }
    }
}
