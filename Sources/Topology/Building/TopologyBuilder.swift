import NetworkTypes

/// Turns a document into a topology: names become indices, defaults fill gaps, addresses are derived, and every rule
/// that ties values together is checked.
///
/// Element N of a list of the document becomes element N of the model, also where something about it is wrong: so that
/// one mistake is reported once and everything that refers to the thing is still looked at.
struct TopologyBuilder {
    let document: TopologyDocument
    var problems: Problems
    var topology: Topology

    /// Documents of virtual networks, machines, gateways, hosts and attachments beside the model's flat arrays.
    var networkDocuments: [VirtualNetworkDocument] = []
    var gatewayDocuments: [GatewayDocument] = []
    var attachmentPlaces: [Place] = []
    /// Which link of which router an interface of this machine belongs to.
    var portOwners: [String: String] = [:]
    /// Whether the file says in so many words how BFD is run, by attachment: `bfd: false` is no oversight.
    var attachmentsStateBFD: [Bool] = []
    var endpointNames: [String: Place] = [:]
    var firewallNames: [String: Place] = [:]
    /// Network namespaces that stand for a device.
    var namespaces: [String: Place] = [:]
    /// Whether some value could not be read; what seems to be missing may then only be misspelt.
    private let isIncomplete: Bool

    init(document: TopologyDocument, problems: Problems) {
        self.document = document
        self.problems = problems
        isIncomplete = problems.hasErrors
        topology = Topology(name: document.name?.value ?? "", description: document.description?.value ?? "")
    }

    /// The topology, unless there are errors, and every problem found so far and here.
    static func build(_ document: TopologyDocument, _ problems: Problems) -> (Topology?, Problems) {
        var builder = TopologyBuilder(document: document, problems: problems)
        builder.buildRegions()
        builder.buildPeerings()
        builder.buildServices()
        builder.buildPeeringLocations()
        builder.buildDirectPorts()
        builder.buildCircuits()
        builder.buildConnections()
        builder.buildValidations()
        builder.buildGlobalReach()
        builder.buildSites()
        builder.buildInternet()
        builder.buildConditions()
        builder.buildTiming()
        builder.buildMetrics()
        builder.buildFlows()
        builder.checkEdge()
        builder.checkDirectPorts()
        builder.checkOverlaps()
        builder.checkSessions()
        builder.buildScenario()
        builder.buildExpectations()
        if (document.regions?.value ?? []).isEmpty, (document.customerSites?.value ?? []).isEmpty {
            builder.missing(document.start, "the topology is empty: it has neither regions nor customerSites")
        }
        return (builder.problems.hasErrors ? nil : builder.topology, builder.problems)
    }
}

extension Topology {
    /// Understands a topology file.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - file: Its name, for messages only.
    /// - Returns: The topology, unless there are errors, and every problem in the order of the text.
    public static func load(text: String, file: String) -> (topology: Topology?, diagnostics: [Diagnostic]) {
        var problems = Problems(file: file)
        guard let node = YAMLReader.read(text, problems: &problems),
            let document = TopologyDocument.format.read(node, &problems)
        else { return (nil, problems.sorted()) }
        let (topology, all) = TopologyBuilder.build(document, problems)
        return (topology, all.sorted())
    }
}

// MARK: - What every part of the builder uses

extension TopologyBuilder {
    mutating func error(
        _ place: Place?,
        _ message: String,
        suggestion: String? = nil,
        notes: [String] = []
    ) {
        problems.error(.meaning, at: place ?? .file, message, suggestion: suggestion, notes: notes)
    }

    /// An error about something that is not there, kept back where it may be there and unreadable.
    mutating func missing(_ place: Place?, _ message: String, notes: [String] = []) {
        if !isIncomplete { error(place, message, notes: notes) }
    }

    mutating func warning(_ place: Place?, _ message: String, notes: [String] = []) {
        problems.warning(at: place ?? .file, message, notes: notes)
    }

    /// Notes that a name is taken, and complains if it was.
    mutating func claim(_ name: Located<String>?, _ kind: String, in taken: inout [String: Place]) {
        guard let name else { return }
        if let first = taken[name.value] {
            error(
                name.place,
                "there is already \(kind) called '\(name.value)'",
                notes: ["the first one stands in line \(first.line)"]
            )
        } else {
            taken[name.value] = name.place
        }
    }

    /// Customer sites and virtual networks share the first half of a flow's end.
    mutating func claimEndpoint(_ name: Located<String>?) {
        var names = endpointNames
        claim(name, "a virtual network or customer site", in: &names)
        endpointNames = names
    }

    /// A namespace is one device: the kernel would keep to itself what two in it send each other.
    mutating func claimNamespace(_ name: Located<String>?) {
        guard let name else { return }
        if let first = namespaces[name.value] {
            error(
                name.place,
                "the namespace '\(name.value)' is another device already",
                notes: ["in line \(first.line)", "ip netns add NAME makes one"]
            )
        } else {
            namespaces[name.value] = name.place
        }
    }

    /// The index of the thing called `name`; `nil` after a complaint, or if there is no name.
    mutating func index(of name: Located<String>?, in names: [String], _ kind: String) -> Int? {
        guard let name else { return nil }
        if let index = names.firstIndex(of: name.value) { return index }
        // A thing whose own name could not be read may be the one.
        if names.contains("") { return nil }
        error(
            name.place,
            "there is no \(kind) called '\(name.value)'",
            suggestion: Suggestion.nearest(to: name.value, among: names),
            notes: names.isEmpty || names.count > 12 ? [] : ["there is \(names.joined(separator: ", "))"]
        )
        return nil
    }

    /// A latency or delay: not negative, not absurd.
    mutating func delay(_ value: Located<Duration>?, _ fallback: Duration, limit: Duration = .seconds(3_600))
        -> Duration
    {
        guard let value else { return fallback }
        if value.value < .zero {
            error(value.place, "a negative duration")
        } else if value.value > limit {
            error(value.place, "longer than \(limit.topologyText)")
        }
        return value.value
    }

    /// An ASN that a customer may use.
    mutating func checkCustomerASN(_ asn: Located<ASN>?) {
        guard let asn else { return }
        let reason: String? =
            switch asn.value.rawValue {
            case 0: "0 is nobody's (RFC 7607)"
            case 12076: "12076 is Microsoft's own"
            case 23456: "23456 stands for ASNs of four octets (RFC 6793)"
            case 65515...65520: "Azure keeps 65515 to 65520 for itself"
            case 65535, 4_294_967_295: "the last ASN is reserved (RFC 7300)"
            default: nil
            }
        if let reason { error(asn.place, "ASN \(asn.value) cannot be used: \(reason)") }
    }
}
