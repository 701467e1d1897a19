import Convergence
import Network
import NetworkTypes
import Testing

@Suite("Report on the terminal") struct TerminalRendererTests {
    static let report = SampleJournal.run().report([
        Expectation(flow: "db-app", step: 1, direction: .forward, outage: [.init(.atMost, .ms(100))]),
        Expectation(flow: "db-app", step: 1, outage: [.init(.atMost, .seconds(1))], detectedBy: [.bfd, .carrier]),
    ])

    static let wide = """
        maximum-resiliency  virtual engine, seed 1, 60 s long, settled in 8.2 s

        Steps
             flow            worst outage  lost  moved  noticed by
          1  at 10 s: cut link/er-ams/primary/customer
             db-app forward          5 ms     1      8  carrier after 0 s, router/cpe1
             db-app reverse      10.855 s   544      8  bfd after 842 ms, msee/amsterdam/1
          1  at 30 s: restore link/er-ams/primary/customer
             db-app forward          none     0      8  carrier after 0 s, router/cpe1
             db-app reverse          none     0      0  carrier after 0 s, router/cpe1

        Who noticed
          • 1, fault: carrier after 0 s, router/cpe1; bfd after 842 ms, msee/amsterdam/1
          • 1, restore: carrier after 0 s, router/cpe1; session after 1.1 s, msee/amsterdam/1

        Timeline from 0 s to 60 s, a column is 731.707 ms
                                       ▼1                          △1
          db-app forward  ━━━━━━━━━━━━━▒━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
          db-app reverse  ━━━━━━━━━━━━━▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                          ━ all packets arrive  ▒ some 5-tuples do not  █ none arrive

        Critical path of the costliest: step 1, fault, db-app reverse: 10.855 s outage, 544 packets lost
           +0.000 s                cut link/er-ams/primary/customer
           +0.842 s  detection      └ msee/amsterdam/1: BFD down (control detection time expired)
           +0.842 s  detection       └ msee/amsterdam/1: BGP session down: BFD down
           +0.842 s  propagation      └ msee/amsterdam/1: sends 1 UPDATE withdrawing 1 prefix
           +0.845 s  propagation       └ gateway/ergw/instance/0: receives 1 UPDATE withdrawing 1 prefix
           +0.846 s  decision           └ gateway/ergw/instance/0: chooses anew for 10.100.0.0/16
           +0.850 s  propagation         └ gateway/ergw: fabric controller notices 10.100.0.0/16
          +10.850 s  installation         └ host/hub/app: programmed with 10.100.0.0/16 via msee/amsterdam/2
          +10.850 s  installation          └ new path for 8 5-tuples
          +10.862 s  delivery              └ first packet arrives
          = 10.85 s until traffic moved: detection 842 ms + propagation 7 ms + decision 1 ms + installation
            10 s

        Expectations
          ✓ db-app, step 1, forward: outage 5 ms (<= 100 ms)
          ✗ db-app, step 1: reverse: outage 10.855 s, expected <= 1 s

        Where to look next
          • Step 1, fault, db-app reverse: installation took 10 s of 10.85 s. It is the fabric's documented
            programming delay; `timing: ideal` shows the network without it.
          • In Wireshark, the filter `frame.comment` shows lost frames, steps and first packets on new
            paths.

        """

    static let narrow = """
        maximum-resiliency  virtual engine, seed 1, 60 s long, settled in 8.2 s

        Steps
             flow            worst outage  lost  moved  noticed by
          1  at 10 s: cut link/er-ams/primary/customer
             db-app forward          5 ms     1      8  carrier after 0 s, rout~
             db-app reverse      10.855 s   544      8  bfd after 842 ms, msee/~
          1  at 30 s: restore link/er-ams/primary/customer
             db-app forward          none     0      8  carrier after 0 s, rout~
             db-app reverse          none     0      0  carrier after 0 s, rout~

        Who noticed
          - 1, fault: carrier after 0 s, router/cpe1; bfd after 842 ms,
            msee/amsterdam/1
          - 1, restore: carrier after 0 s, router/cpe1; session after 1.1 s,
            msee/amsterdam/1

        Timeline from 0 s to 60 s, a column is 1.111 s
                                   v1                ^1
          db-app forward  ---------+--------------------------------------------
          db-app reverse  --------+++++++++++-----------------------------------
                          - all packets arrive  + some 5-tuples do not  # none arrive

        Critical path of the costliest: step 1, fault, db-app reverse: 10.855 s~
           +0.000 s                cut link/er-ams/primary/customer
           +0.842 s  detection      ` msee/amsterdam/1: BFD down (control detec~
           +0.842 s  detection       ` msee/amsterdam/1: BGP session down: BFD ~
           +0.842 s  propagation      ` msee/amsterdam/1: sends 1 UPDATE withdr~
           +0.845 s  propagation       ` gateway/ergw/instance/0: receives 1 UP~
           +0.846 s  decision           ` gateway/ergw/instance/0: chooses anew~
           +0.850 s  propagation         ` gateway/ergw: fabric controller noti~
          +10.850 s  installation        ` host/hub/app: programmed with 10.100~
          +10.850 s  installation        ` new path for 8 5-tuples
          +10.862 s  delivery            ` first packet arrives
          = 10.85 s until traffic moved: detection 842 ms + propagation 7 ms +
            decision 1 ms + installation 10 s

        Expectations
          ok   db-app, step 1, forward: outage 5 ms (<= 100 ms)
          FAIL db-app, step 1: reverse: outage 10.855 s, expected <= 1 s

        Where to look next
          - Step 1, fault, db-app reverse: installation took 10 s of 10.85 s. It
            is the fabric's documented programming delay; `timing: ideal` shows
            the network without it.
          - In Wireshark, the filter `frame.comment` shows lost frames, steps
            and first packets on new paths.

        """

    @Test func `a wide terminal gets the whole story`() {
        #expect(TerminalRenderer(width: 100).render(Self.report) == Self.wide)
    }

    @Test func `a narrow terminal without Unicode gets it shortened`() {
        #expect(TerminalRenderer(width: 72, ascii: true).render(Self.report) == Self.narrow)
    }

    @Test func `colours add nothing but escape sequences`() {
        var plain = TerminalRenderer(colour: true, width: 100).render(Self.report)
        #expect(plain.contains("\u{1B}[31m✗\u{1B}[0m"))
        #expect(plain.contains("\u{1B}[33m▒"))
        for code in ["0", "1", "2", "31", "32", "33", "36"] {
            plain = plain.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
        }
        #expect(plain == Self.wide)
    }

    @Test(arguments: [40, 60, 80, 120, 200]) func `no drawn line is wider than the terminal`(width: Int) {
        for ascii in [false, true] {
            let text = TerminalRenderer(width: width, ascii: ascii).render(Self.report)
            let drawn = text.split(separator: "\n").filter {
                $0.contains("└") || $0.contains("━━━") || $0.contains("---")
            }
            #expect(drawn.allSatisfy { $0.count <= width })
            #expect(!ascii || text.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func `what a terminal would obey is shown as a question mark`() {
        var script = JournalScript.settled()
        script.tell(.zero, .warning, "router/\u{1B}[2J", [.init("text", .string("a\u{9B}31m\nb\u{202E}"))])
        script.step(1, at: .seconds(1), "cut\u{7}", "link/\r")
        script.end(at: .seconds(2))
        let text = TerminalRenderer().render(script.report())
        #expect(text.contains("router/?[2J: a?31m?b?"))
        #expect(text.contains("cut? link/?"))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
    }

    @Test func `an open outage and what is still down are told`() {
        let report = Report(header: JournalScript.header, events: Array(SampleJournal.cut().build().dropLast(3)))
        let text = TerminalRenderer().render(report)
        #expect(text.contains("855 ms …"))
        #expect(text.contains("sessions down: session/cpe1/er-ams/primary"))
        #expect(text.contains("db-app reverse was still losing packets"))
    }
}
