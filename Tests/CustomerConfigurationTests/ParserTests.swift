import CustomerConfiguration
import Testing

/// The daemons' own parsers read every router of every topology in the repository.
@Suite("Parsers") struct ParserTests {
    @Test(.enabled(if: Daemon.bird.isInstalled, "bird2 is not installed"), arguments: Repository.routers)
    func `BIRD reads what is written for it`(subject: Subject) throws {
        for file in subject.router.configuration(.bird) {
            let (status, lines) = try Daemon.bird.check(file, ["-p", "-c"])
            #expect(status == 0 && lines.isEmpty, "\(lines.joined(separator: "\n"))")
        }
    }

    /// `-C` ends with 0 whatever it read, so what counts is what it complains of.
    @Test(.enabled(if: Daemon.frr("bgpd").isInstalled, "frr is not installed"), arguments: Repository.routers)
    func `each daemon of FRR reads its file`(subject: Subject) throws {
        for file in subject.router.configuration(.frr) {
            let (status, lines) = try Daemon.frr(file.name).check(file, ["-C", "-f"])
            let complaints = lines.filter { $0.contains("config line") || $0.hasPrefix("%") }
            #expect(status == 0 && complaints.isEmpty, "\(file.name): \(lines.joined(separator: "\n"))")
        }
    }

    @Test(.enabled(if: Daemon.vtysh.isInstalled, "frr is not installed"), arguments: Repository.routers)
    func `vtysh reads the integrated file`(subject: Subject) throws {
        let (status, lines) = try Daemon.vtysh.check(subject.router.integratedConfiguration(.frr), ["-C", "-f"])
        #expect(status == 0 && lines.isEmpty, "\(lines.joined(separator: "\n"))")
    }

    @Test(.enabled(if: Daemon.frr("bgpd").isInstalled, "frr is not installed"))
    func `a word that bgpd does not know would be noticed`() throws {
        let file = ConfigurationFile(name: "bgpd.conf", text: "router bgp 65010\n nonsense\n")
        let (_, lines) = try Daemon.frr(file.name).check(file, ["-C", "-f"])
        #expect(lines.contains { $0.contains("config line 2") })
    }
}
