import Network
import NetworkTypes
import Testing

@testable import Convergence

@Suite("Journal reader") struct JournalReaderTests {
    static let headerLine =
        #"{"schemaVersion": 1, "topology": "t", "engine": "virtual", "seed": 18446744073709551615, "epoch": "e", "version": "v"}"#

    private func read(_ lines: String..., tolerating: Bool = false) throws(JournalError) -> Convergence::Journal {
        try JournalReader(toleratesTruncation: tolerating).read(Array(lines.joined(separator: "\n").utf8))
    }

    private func text(_ events: [JournalEvent], timeZero: Instant = .zero) -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = JournalWriter(timeZero: timeZero)
        writer.append(JournalScript.header, to: &bytes)
        for event in events { writer.append(event, to: &bytes) }
        return bytes
    }

    @Test func `every kind survives writing and reading`() throws {
        let events = JournalEvent.Kind.allCases.enumerated().map { id, kind in
            JournalEvent(
                id: id,
                time: Instant(nanoseconds: Int64(id) * 1_234_567_891 - 5_000_000_000),
                kind: kind,
                subject: "subject/\(kind.rawValue)",
                causedBy: id > 0 ? id / 2 : nil,
                fields: [
                    .init("node", .string("router/\"cpe1\"\n")), .init("count", .integer(-7)),
                    .init("alive", .boolean(false)), .init("aSeconds", .duration(.nanoseconds(1))),
                    .init("prefixes", .list([.string("10.0.0.0/8"), .list([])])),
                ]
            )
        }
        #expect(try JournalReader().read(text(events)) == Journal(header: JournalScript.header, events: events))
    }

    @Test func `instants, durations and counts keep their types`() throws {
        let instant = JournalEvent.Value.instant(Instant(nanoseconds: 3_000_000_000))
        let rows: [(JournalEvent.Kind, String, JournalEvent.Value)] = [
            (.flowPath, "at", instant), (.flowFirstPacket, "sent", instant), (.flowLoss, "from", instant),
            (.flowLoss, "to", instant), (.controllerNoticed, "dueSeconds", instant),
            (.flowSummary, "sent", .integer(3)), (.flowSummary, "intervalSeconds", .duration(.seconds(3))),
            (.timeZero, "settledSeconds", .duration(.seconds(3))), (.updateSent, "number", .integer(3)),
        ]
        let events = rows.enumerated().map { id, row in
            JournalEvent(id: id, time: .zero, kind: row.0, subject: "s", fields: [.init(row.1, row.2)])
        }
        #expect(try JournalReader().read(text(events)).events == events)
    }

    @Test func `a sample run survives, counted from time zero`() throws {
        let events = SampleJournal.run().build()
        let journal = try JournalReader().read(text(events, timeZero: JournalScript.timeZero))
        #expect(journal.events.count == events.count)
        #expect(journal.events.first?.time == .zero)
        #expect(journal.events.last?.time == Instant(nanoseconds: 60_000_000_000))
    }

    static let malformed: [([String], JournalError)] = [
        ([], .empty),
        (["{"], .notJSON(line: 1, offset: 1, .unexpectedEnd)),
        (["[]"], .notAnObject(line: 1)),
        ([#"{"schemaVersion": 2}"#], .unsupportedSchemaVersion(2)),
        ([#"{"schemaVersion": "1"}"#], .badField(line: 1, name: "schemaVersion")),
        ([#"{"schemaVersion": 1}"#], .missingField(line: 1, name: "topology")),
        ([headerLine, ""], .notJSON(line: 2, offset: 0, .unexpectedEnd)),
        ([headerLine, "{}"], .missingField(line: 2, name: "kind")),
        ([headerLine, #"{"kind": "no.such"}"#], .unknownKind(line: 2, kind: "no.such")),
        (
            [headerLine, #"{"t": 0, "id": 0, "id": 0, "kind": "end", "subject": ""}"#],
            .duplicateField(line: 2, name: "id")
        ),
        ([headerLine, #"{"t": 0, "id": 1, "kind": "end", "subject": ""}"#], .wrongID(line: 2, expected: 0)),
        ([headerLine, #"{"t": 0, "id": 0.5, "kind": "end", "subject": ""}"#], .badField(line: 2, name: "id")),
        ([headerLine, #"{"t": 1e400, "id": 0, "kind": "end", "subject": ""}"#], .badField(line: 2, name: "t")),
        ([headerLine, #"{"t": 1e-10, "id": 0, "kind": "end", "subject": ""}"#], .badField(line: 2, name: "t")),
        ([headerLine, #"{"t": 9223372037, "id": 0, "kind": "end", "subject": ""}"#], .badField(line: 2, name: "t")),
        ([headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": "", "x": null}"#], .badField(line: 2, name: "x")),
        ([headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": "", "x": {}}"#], .badField(line: 2, name: "x")),
        ([headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": "", "x": 0.5}"#], .badField(line: 2, name: "x")),
        ([headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": "", "causedBy": 0}"#], .causedByLater(line: 2)),
        ([headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": "", "causedBy": -1}"#], .causedByLater(line: 2)),
        (
            [
                headerLine, #"{"t": 0, "id": 0, "kind": "end", "subject": ""}"#,
                #"{"t": -0.1, "id": 1, "kind": "end", "subject": ""}"#,
            ], .timeGoesBack(line: 3)
        ),
    ]

    @Test(arguments: malformed) func `what is no journal is refused with its line`(lines: [String], error: JournalError)
    {
        #expect(throws: error) { try JournalReader().read(Array(lines.map { $0 + "\n" }.joined().utf8)) }
    }

    @Test(arguments: [
        (#""a"#, JSONError.unexpectedEnd), ("\"\u{1}\"", .badString), (#""\x""#, .badEscape),
        (#""\ud800""#, .badEscape),
        (#""\udc00""#, .badEscape), (#""\ud800\u0041""#, .badEscape), ("01", .unexpectedByte(0x30)),
        ("1.", .unexpectedEnd),
        ("-", .unexpectedEnd), ("1e", .unexpectedEnd), ("1 2", .trailingBytes), ("nul", .unexpectedEnd),
        ("tru3", .unexpectedByte(0x33)), ("[1,]", .unexpectedByte(0x5D)), ("{1}", .unexpectedByte(0x31)),
        ("99999999999999999999", .numberOutOfRange), ("", .unexpectedEnd),
    ])
    func `malformed JSON is refused`(text: String, error: JSONError) {
        let bytes = Array(text.utf8)
        var parser = JSONParser(bytes, in: 0..<bytes.count)
        #expect(throws: error) { try parser.parse() }
    }

    @Test func `nesting has a bound`() {
        let bytes = Array(repeating: UInt8(ascii: "["), count: 100_000)
        var parser = JSONParser(bytes, in: 0..<bytes.count)
        #expect(throws: JSONError.tooDeep) { try parser.parse() }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
        var parser = JSONParser(bytes, in: 0..<bytes.count)
        #expect(throws: JSONError.badString) { try parser.parse() }
    }

    @Test func `escapes and exponents are understood`() throws {
        let bytes = Array(#" {"a\u0041\ud83d\ude00\/": [1.25e2, -0, 1E+1]} "#.utf8)
        var parser = JSONParser(bytes, in: 0..<bytes.count)
        guard case .object(let members) = try parser.parse(), case .array(let numbers)? = members.first?.value else {
            Issue.record("no object with an array")
            return
        }
        #expect(members.first?.name == "aA😀/")
        let values = numbers.map { value -> Int64? in
            guard case .number(let number) = value else { return nil }
            return number.scaled(byDigits: 0)
        }
        #expect(values == [125, 0, 10])
    }

    @Test func `a last line that breaks off is passed over if so wanted`() throws {
        let line = #"{"t": 0, "id": 0, "kind": "warning", "subject": ""}"#
        #expect(throws: JournalError.self) { try read(Self.headerLine, line, "{\"t\": 1, \"id\"") }
        let journal = try read(Self.headerLine, line, "{\"t\": 1, \"id\"", tolerating: true)
        #expect(journal.events.count == 1)
        #expect(throws: JournalError.self) { try read(Self.headerLine, "{\"t\"", line, tolerating: true) }
    }

    @Test func `thousands of mutations are read or refused, and what is read can be analysed`() {
        let original = text(SampleJournal.run().build(), timeZero: JournalScript.timeZero)
        var generator = SeededGenerator(seed: 4271)
        var analysed = 0
        for _ in 0..<800 {
            var bytes = original
            for _ in 0..<(1 + generator.below(3)) {
                let place = Int(generator.below(UInt64(bytes.count)))
                switch generator.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.below(256))
                case 1: bytes[place] = UInt8(ascii: "0") + UInt8(generator.below(10))
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8(ascii: "9"), at: place)
                }
            }
            guard let journal = try? JournalReader().read(bytes) else { continue }
            let report = Report(journal)
            _ = report.json()
            analysed += 1
        }
        #expect(analysed > 30)
    }
}
