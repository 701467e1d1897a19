import NetworkTypes

/// A speaker's file: the words of its options as keys.
enum SpeakerDocument {
    static let format = Format<SpeakerPlan>.object("speaker", "a speaker", "One BGP router on the host's own network.")
    {
        fields in
        var plan = SpeakerPlan()
        plan.asn = fields.optional("asn", .asn, "The speaker's AS number.")?.value
        plan.routerID = fields.optional("router-id", .ipv4Address, "The speaker's BGP identifier.")?.value
        plan.listeners =
            fields.optional(
                "listen",
                .oneOrMany(.listener),
                "Addresses to accept connections at.",
                default: "port 179 of every address"
            )?.value.map(\.value) ?? []
        plan.neighbors =
            fields.optional("neighbors", .list(of: NeighborWords.format), "The sessions to run.")?.value.map(\.value)
            ?? []
        plan.prefixes =
            fields.optional("announce", .oneOrMany(.prefix, count: 1...100_000), "Prefixes to announce.")?
            .value.map(\.value) ?? []
        plan.routesFile =
            fields.optional(
                "routes",
                .anyText("the name of a file", maximumLength: 4096),
                "A file of routes to announce, one to a line."
            )?.value
        return plan
    }
}

extension SpeakerPlan {
    /// Understands a speaker's file.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - file: Its name, for messages only.
    /// - Returns: The plan, unless there are errors, and every problem in the order of the text.
    public static func load(text: String, file: String) -> (plan: SpeakerPlan?, diagnostics: [Diagnostic]) {
        var problems = Problems(file: file)
        guard let node = YAMLReader.read(text, problems: &problems),
            let plan = SpeakerDocument.format.read(node, &problems)
        else { return (nil, problems.sorted()) }
        return (problems.hasErrors ? nil : plan, problems.sorted())
    }
}

extension SpeakerPlan {
    /// Understands the octets of a speaker's file, which may hold anything.
    ///
    /// - Returns: The plan, unless there are errors; every problem in the order of the text; the text itself.
    public static func load(
        bytes: [UInt8],
        file: String
    ) -> (plan: SpeakerPlan?, diagnostics: [Diagnostic], text: String) {
        SourceText.load(bytes, file: file) { load(text: $0, file: file) }
    }
}

extension Format where Value == Endpoint {
    /// An address with or without a port.
    static var listener: Format {
        .text("an address and port such as 127.0.0.1:1790 or [fd00::1]:179", pattern: "^[][0-9A-Fa-f:.]+$") { text in
            Parsed(Endpoint(text, defaultPort: 179))
        }
    }
}
