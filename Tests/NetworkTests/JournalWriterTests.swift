import Network
import NetworkTypes
import Testing

@Suite("Journal writer") struct JournalWriterTests {
    private func text(_ event: JournalEvent, timeZero: Instant = .zero) -> String {
        var bytes: [UInt8] = []
        JournalWriter(timeZero: timeZero).append(event, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `an event is one line with its facts in the given order and its cause last`() {
        let event = JournalEvent(
            id: 17,
            time: Instant(nanoseconds: 12_901_312_000),
            kind: .sessionDown,
            subject: "session/cpe1/er-ams/primary",
            causedBy: 12,
            fields: [.init("node", .string("router/cpe1")), .init("cause", .string("bfd"))]
        )
        #expect(
            text(event)
                == #"{"t": 12.901312, "id": 17, "kind": "session.down", "subject": "session/cpe1/er-ams/primary", "#
                + #""node": "router/cpe1", "cause": "bfd", "causedBy": 12}"# + "\n"
        )
    }

    @Test(arguments: [
        (Int64(0), "0"), (1, "0.000000001"), (-1, "-0.000000001"), (1_000_000_000, "1"), (-1_500_000_000, "-1.5"),
        (10_000_000_010, "10.00000001"), (Int64.max, "9223372036.854775807"),
    ])
    func `a time is an exact decimal number without trailing zeros`(nanoseconds: Int64, expected: String) {
        let event = JournalEvent(id: 0, time: Instant(nanoseconds: nanoseconds), kind: .end, subject: "run")
        #expect(text(event).hasPrefix("{\"t\": \(expected), "))
    }

    @Test func `times count from time zero, durations from nothing`() {
        let zero = Instant(nanoseconds: 5_000_000_000)
        let event = JournalEvent(
            id: 0,
            time: Instant(nanoseconds: 4_000_000_000),
            kind: .flowPath,
            subject: "flow/a",
            fields: [
                .init("at", .instant(zero + .milliseconds(250))), .init("settledSeconds", .duration(.seconds(5))),
                .init("tuples", .list([.integer(0), .integer(-3)])), .init("delivered", .boolean(true)),
                .init("via", .list([])),
            ]
        )
        #expect(
            text(event, timeZero: zero)
                == #"{"t": -1, "id": 0, "kind": "flow.path", "subject": "flow/a", "at": 0.25, "settledSeconds": 5, "#
                + #""tuples": [0, -3], "delivered": true, "via": []}"# + "\n"
        )
    }

    @Test func `the header's line names schema, topology, engine, seed, epoch and version`() {
        var bytes = Array("before\n".utf8)
        let header = JournalHeader(
            topology: "metro",
            engine: "virtual",
            seed: .max,
            epoch: "2000-01-01T00:00:00Z",
            version: "0.1.0"
        )
        JournalWriter(timeZero: .zero).append(header, to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "before\n" + #"{"schemaVersion": 1, "topology": "metro", "engine": "virtual", "#
                + #""seed": 18446744073709551615, "epoch": "2000-01-01T00:00:00Z", "version": "0.1.0"}"# + "\n"
        )
    }
}
