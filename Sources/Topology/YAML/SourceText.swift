/// The text of a file that may hold anything.
enum SourceText {
    /// Where octets cease to be text, and how to say so.
    struct Flaw: Error, Equatable {
        var place: Place
        var message: String
        var notes: [String] = []
    }

    /// The text that `bytes` are in UTF-8.
    ///
    /// O(length).
    static func decode(_ bytes: [UInt8]) throws(Flaw) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw Flaw(place: .file, message: "not a text in UTF-8 but in UTF-16", notes: ["save it as UTF-8"])
        }
        var place = Place(line: 1, column: 1, length: 1)
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var hasCarriageReturn = false
        while true {
            switch decoder.decode(&rest) {
            case .emptyInput: return String(decoding: bytes, as: UTF8.self)
            case .error: throw Flaw(place: place, message: "not a text in UTF-8 from here on")
            case .scalarValue(let scalar):
                if isControl(scalar) {
                    throw Flaw(place: place, message: "a control character (\(name(of: scalar))) has no place in YAML")
                }
                // A line ends with CR, LF or both.
                let endsLine = scalar == "\n" && !hasCarriageReturn || scalar == "\r"
                if endsLine { place = Place(line: place.line + 1, column: 0, length: 1) }
                if scalar != "\n" || endsLine { place.column += 1 }
                hasCarriageReturn = scalar == "\r"
            }
        }
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    }

    /// YAML 1.1 §4.1.1: tabs and line breaks are the only control characters.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }
}

extension Topology {
    /// The size that no topology file exceeds, in octets.
    public static var maximumFileSize: Int { YAMLReader.maximumBytes }

    /// Understands the octets of a file, which may hold anything.
    ///
    /// - Parameters:
    ///   - bytes: What the file holds; more than ``maximumFileSize`` is refused.
    ///   - file: Its name, for messages only.
    /// - Returns: The topology, unless there are errors; every problem in the order of the text; the text itself.
    public static func load(
        bytes: [UInt8],
        file: String
    ) -> (topology: Topology?, diagnostics: [Diagnostic], text: String) {
        SourceText.load(bytes, file: file) { load(text: $0, file: file) }
    }
}

extension SourceText {
    /// Understands octets as text, and the text as whatever `load` makes of it.
    static func load<Value>(
        _ bytes: [UInt8],
        file: String,
        as load: (String) -> (Value?, [Diagnostic])
    ) -> (Value?, [Diagnostic], String) {
        var problems = Problems(file: file)
        guard bytes.count <= YAMLReader.maximumBytes else {
            problems.error(.syntax, at: .file, YAMLReader.tooLarge)
            return (nil, problems.sorted(), "")
        }
        do throws(Flaw) {
            let text = try decode(bytes)
            let (value, diagnostics) = load(text)
            return (value, diagnostics, text)
        } catch {
            problems.error(.syntax, at: error.place, error.message, notes: error.notes)
            return (nil, problems.sorted(), String(decoding: bytes, as: UTF8.self))
        }
    }
}
