import Network
import Testing

@Suite("JSON writer") struct JSONWriterTests {
    private func text(_ layout: JSONWriter.Layout, _ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(layout: layout)
        body(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "plain"), ("\"\\/", "\\\"\\\\/"), ("\u{8}\t\n\u{C}\r", "\\b\\t\\n\\f\\r"),
        ("\u{0}\u{1F}\u{7F}", "\\u0000\\u001f\u{7F}"), ("é 日本 🇳🇱", "é 日本 🇳🇱"), ("", ""),
    ])
    func `strings escape what JSON forbids and keep the rest`(value: String, expected: String) {
        #expect(text(.line) { $0.string(value) } == "\"\(expected)\"")
    }

    @Test(arguments: [
        (Int64(0), 0, "0"), (0, 6, "0"), (500_000, 6, "0.5"), (1, 6, "0.000001"), (1_000_000, 6, "1"),
        (-1_250_000, 6, "-1.25"), (100, 0, "100"), (Int64.min, 9, "-9223372036.854775808"),
    ])
    func `decimals come from integers`(value: Int64, digits: Int, expected: String) {
        #expect(text(.line) { $0.decimal(value, fractionDigits: digits) } == expected)
    }

    private func sample(_ json: inout JSONWriter) {
        json.object {
            $0.member("a", 1)
            $0.key("empty")
            $0.array { _ in }
            $0.key("rows")
            $0.array { json in
                json.object(inline: true) {
                    $0.member("x", true)
                    $0.member("y", String?.none)
                }
                json.object { _ in }
            }
            $0.member("via", ["p", "q"])
        }
    }

    @Test func `one line has spaces after commas and colons`() {
        #expect(
            text(.line) { sample(&$0) }
                == #"{"a": 1, "empty": [], "rows": [{"x": true, "y": null}, {}], "via": ["p", "q"]}"#
        )
    }

    @Test func `indented text keeps inline containers on their line`() {
        #expect(
            text(.indented) { sample(&$0) } == """
                {
                  "a": 1,
                  "empty": [],
                  "rows": [
                    {"x": true, "y": null},
                    {}
                  ],
                  "via": ["p", "q"]
                }
                """
        )
    }

    @Test func `lines follow one another without commas`() {
        let lines = text(.line) { json in
            for number in 0..<3 {
                json.object { $0.member("n", number) }
                json.endLine()
            }
        }
        #expect(lines == "{\"n\": 0}\n{\"n\": 1}\n{\"n\": 2}\n")
    }
}
