import Testing

@testable import Topology

/// A correct topology with one thing changed, and the complaint that this must lead to.
struct BadFile: Sendable, CustomTestStringConvertible {
    var change: (String, String)
    var furtherChange: (String, String)?
    /// Whether the mistake is bound to lead to one complaint only.
    var isAlone = true
    var severity: Diagnostic.Severity
    var layer: Diagnostic.Layer
    var message: String
    var suggestion: String?

    var testDescription: String { change.1.isEmpty ? "without \(change.0)" : change.1 }

    var text: String {
        let changed = Self.base.replacingFirst(change.0, with: change.1)
        return furtherChange.map { changed.replacingFirst($0.0, with: $0.1) } ?? changed
    }

    func also(_ find: String, _ replacement: String) -> BadFile {
        var copy = self
        copy.furtherChange = (find, replacement)
        return copy
    }

    func alone(_ isAlone: Bool) -> BadFile {
        var copy = self
        copy.isAlone = isAlone
        return copy
    }

    private init(
        _ severity: Diagnostic.Severity,
        _ layer: Diagnostic.Layer,
        _ change: (String, String),
        _ message: String,
        _ suggestion: String?
    ) {
        self.severity = severity
        self.layer = layer
        self.change = change
        self.message = message
        self.suggestion = suggestion
    }

    static func structure(_ find: String, _ replacement: String, _ message: String, _ suggestion: String? = nil)
        -> BadFile
    {
        BadFile(.error, .structure, (find, replacement), message, suggestion)
    }

    static func value(_ find: String, _ replacement: String, _ message: String) -> BadFile {
        BadFile(.error, .value, (find, replacement), message, nil)
    }

    static func meaning(_ find: String, _ replacement: String, _ message: String, _ suggestion: String? = nil)
        -> BadFile
    {
        BadFile(.error, .meaning, (find, replacement), message, suggestion)
    }

    static func warning(_ find: String, _ replacement: String, _ message: String) -> BadFile {
        BadFile(.warning, .meaning, (find, replacement), message, nil)
    }

    static var all: [BadFile] {
        shapes + values + reach + internet + microsoftPeering + regions + circuits + connections + sites + traffic
            + steps
            + failoverTests
            + expectations
    }

    /// Correct, without a warning, and with one thing of every kind.
    static let base = """
        name: base
        regions:
          - name: west
            zones: [1, 2, 3]
            virtualNetworks:
              - name: hub
                addressSpace: [10.10.0.0/16]
                gatewaySubnet: 10.10.255.0/27
                machines: [{ name: app, address: 10.10.1.4, zone: 1 }]
              - name: spoke
                addressSpace: [10.20.0.0/16]
                gatewaySubnet: 10.20.255.0/27
            gateways:
              - { name: ergw, virtualNetwork: hub, sku: ErGw3AZ, zones: [1, 2, 3] }
              - { name: gw2, virtualNetwork: spoke, sku: Standard }
        peeringLocations: [{ name: ams }, { name: fra }]
        circuits:
          - name: er-ams
            peeringLocation: ams
            bandwidth: 1Gbps
            sku: standard
            privatePeering: { peerASN: 65010, primarySubnet: 172.16.1.0/30, secondarySubnet: 172.16.1.4/30, vlan: 100 }
          - name: er-fra
            peeringLocation: fra
            bandwidth: 1Gbps
            privatePeering: { peerASN: 65010, subnet: 172.16.2.0/29, subnetIPv6: "fd00:172::/125", vlan: 200 }
        connections:
          - { circuit: er-ams, gateway: ergw, fastPath: true }
          - { circuit: er-ams, gateway: gw2 }
          - { circuit: er-fra, gateway: ergw }
        globalReach: [{ circuits: [er-ams, er-fra] }]
        customerSites:
          - name: hq
            asn: 65010
            prefixes: [10.100.0.0/16]
            lan: { subnet: 10.100.0.0/24 }
            hosts: [{ name: db, address: 10.100.1.10 }]
            routers:
              - { name: cpe1, bfd: true, links: [er-ams/primary, er-fra/primary] }
              - { name: cpe2, bfd: true, links: [er-ams/secondary, er-fra/secondary] }
        flows:
          - { name: f, from: hq/db, to: hub/app }
        scenario:
          duration: 60s
          steps:
            - { at: 10s, cut: link/er-ams/primary/customer, for: 10s }
            - { at: 30s, fail: msee/ams/1 }
        expect:
          - { flow: f, step: 1, outage: <= 1s }

        """
}

extension String {
    /// The text with the first occurrence replaced; a test that changes nothing would prove nothing.
    func replacingFirst(_ find: String, with replacement: String) -> String {
        guard let range = firstRange(of: find) else {
            Issue.record("'\(find)' does not occur")
            return self
        }
        return replacingCharacters(in: range, with: replacement)
    }

    private func replacingCharacters(in range: Range<String.Index>, with replacement: String) -> String {
        String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
    }
}

@Suite("Bad files") struct BadFileTests {
    @Test func `the base is good`() {
        let (topology, diagnostics) = Topology.load(text: BadFile.base, file: "base.yaml")
        #expect(topology != nil)
        #expect(diagnostics.rendered(text: BadFile.base) == "")
    }

    @Test(arguments: BadFile.all)
    func `each is named for what it is`(bad: BadFile) {
        let (topology, diagnostics) = Topology.load(text: bad.text, file: "bad.yaml")
        let found = diagnostics.first {
            $0.severity == bad.severity && $0.layer == bad.layer && $0.message.contains(bad.message)
        }
        #expect(found != nil, "\(diagnostics.rendered(text: bad.text))")
        #expect((topology == nil) == (bad.severity == .error))
        if let suggestion = bad.suggestion { #expect(found?.suggestion == suggestion) }
        if let found { #expect(found.line > 0 && found.column > 0) }
        // One mistake is one error.
        let errors = diagnostics.filter { $0.severity == .error }
        guard bad.isAlone else { return }
        #expect(errors.count == (bad.severity == .error ? 1 : 0), "\(diagnostics.rendered(text: bad.text))")
    }
}
