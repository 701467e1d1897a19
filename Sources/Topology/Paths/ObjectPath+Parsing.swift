import NetworkTypes

extension ObjectPath {
    /// Why a text is no path.
    struct Failure: Error, Equatable {
        var sentence: String
    }

    /// The first word of a path, and how a path that begins with it goes on.
    private static let forms: [(kind: String, form: String)] = [
        ("link", "link/CIRCUIT/ROLE[/customer|/microsoft]"), ("provider", "provider/CIRCUIT/ROLE"),
        ("lan", "lan/SITE/ROUTER"), ("msee", "msee/LOCATION/NUMBER or msee/CIRCUIT/ROLE"),
        ("router", "router/NAME"), ("core", "core/SITE"), ("host", "host/SITE/NAME"), ("firewall", "firewall/NAME"),
        ("machine", "machine/NETWORK/NAME"), ("service", "service/NAME"), ("outbound", "outbound/NETWORK"),
        ("peeringLocation", "peeringLocation/NAME"),
        ("circuit", "circuit/NAME"), ("gateway", "gateway/NAME[/instance/NUMBER]"), ("zone", "zone/REGION/NAME"),
        ("region", "region/NAME"), ("rack", "rack/REGION[/ZONE]/NUMBER"),
        ("session", "session/ROUTER/CIRCUIT/ROLE[/microsoft][/ipv6]"),
        ("peering", "peering/CIRCUIT/private or peering/CIRCUIT/microsoft"),
        ("connection", "connection/CIRCUIT/GATEWAY"), ("reflector", "reflector/NUMBER"),
        ("backbone", "backbone/peeringLocation/NAME or backbone/region/NAME"), ("flow", "flow/NAME"),
    ]

    static func parse(_ text: String) -> Result<ObjectPath, Failure> {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let kind = parts.first, let form = forms.first(where: { $0.kind == kind })?.form else {
            let nearest = Suggestion.nearest(to: parts.first ?? "", among: forms.map(\.kind))
            let hint = nearest.map { ", did you mean '\($0)'?" } ?? ""
            return .failure(Failure(sentence: "'\(parts.first ?? "")' is no kind of thing\(hint)"))
        }
        guard !parts.contains(""), let path = path(parts[0], Array(parts.dropFirst())) else {
            return .failure(Failure(sentence: "it has the form \(form)"))
        }
        return .success(path)
    }

    private static func path(_ kind: String, _ rest: [String]) -> ObjectPath? {
        switch (kind, rest.count) {
        case ("link", 2): role(rest[1]).map { .link(circuit: rest[0], role: $0, segment: nil) }
        case ("link", 3):
            role(rest[1]).flatMap { role in
                segment(rest[2]).map { .link(circuit: rest[0], role: role, segment: $0) }
            }
        case ("provider", 2): role(rest[1]).map { .provider(circuit: rest[0], role: $0) }
        case ("lan", 2): .lan(site: rest[0], member: rest[1])
        case ("msee", 2):
            if let role = role(rest[1]) {
                .mseeOf(circuit: rest[0], role: role)
            } else {
                number(rest[1]).map { .msee(location: rest[0], number: $0) }
            }
        case ("router", 1): .router(rest[0])
        case ("core", 1): .core(site: rest[0])
        case ("firewall", 1): .firewall(rest[0])
        case ("host", 2): .host(site: rest[0], name: rest[1])
        case ("machine", 2): .machine(virtualNetwork: rest[0], name: rest[1])
        case ("service", 1): .service(rest[0])
        case ("outbound", 1): .outbound(rest[0])
        case ("peeringLocation", 1): .peeringLocation(rest[0])
        case ("circuit", 1): .circuit(rest[0])
        case ("gateway", 1): .gateway(rest[0])
        case ("gateway", 3) where rest[1] == "instance":
            number(rest[2]).map { .gatewayInstance(gateway: rest[0], index: $0) }
        case ("zone", 2): .zone(region: rest[0], name: rest[1])
        case ("region", 1): .region(rest[0])
        case ("rack", 2): number(rest[1]).map { .rack(region: rest[0], zone: nil, number: $0) }
        case ("rack", 3): number(rest[2]).map { .rack(region: rest[0], zone: rest[1], number: $0) }
        case ("session", 3...5): session(rest)
        case ("peering", 2): Topology.Peering(rawValue: rest[1]).map { .peering(circuit: rest[0], $0) }
        case ("connection", 2): .connection(circuit: rest[0], gateway: rest[1])
        case ("reflector", 1): number(rest[0]).map { .reflector($0) }
        case ("backbone", 2) where rest[0] == "peeringLocation": .backboneOfLocation(rest[1])
        case ("backbone", 2) where rest[0] == "region": .backboneOfRegion(rest[1])
        case ("flow", 1): .flow(rest[0])
        default: nil
        }
    }

    /// `ROUTER/CIRCUIT/ROLE`, with the peering and the family where they are not the usual ones.
    private static func session(_ rest: [String]) -> ObjectPath? {
        guard let role = role(rest[2]) else { return nil }
        var words = rest.dropFirst(3)
        let peering: Topology.Peering = words.first == "microsoft" ? .microsoft : .private
        if peering == .microsoft { words.removeFirst() }
        let family = words.isEmpty ? .ipv4 : words.count == 1 ? family(words[words.startIndex]) : nil
        return family.map {
            .session(router: rest[0], circuit: rest[1], role: role, peering: peering, family: $0)
        }
    }

    private static func role(_ text: String) -> Topology.Role? { Topology.Role.allCases.first { "\($0)" == text } }

    private static func segment(_ text: String) -> Topology.Segment? {
        Topology.Segment.allCases.first { "\($0)" == text }
    }

    private static func family(_ text: String) -> AddressFamily? { AddressFamily.allCases.first { "\($0)" == text } }

    /// A number without sign or leading zero.
    private static func number(_ text: String) -> Int? {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        return number
    }
}
