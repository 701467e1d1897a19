import BGPWire
import NetworkTypes
import Testing

@testable import RIB

@Suite("Policy") struct PolicyTests {
    struct PrefixRow: Sendable {
        var match: PrefixMatch
        var matching: [String]
        var others: [String]
    }

    @Test(arguments: [
        PrefixRow(
            match: .exact(prefix("10.0.0.0/8")),
            matching: ["10.0.0.0/8"],
            others: ["10.1.0.0/16", "11.0.0.0/8"]
        ),
        PrefixRow(
            match: .orLonger(prefix("10.0.0.0/8")),
            matching: ["10.0.0.0/8", "10.1.1.1/32"],
            others: ["0.0.0.0/0", "11.0.0.0/8", "2001:db8::/32"]
        ),
        PrefixRow(
            match: PrefixMatch(prefix("10.0.0.0/8"), ge: 16, le: 24),
            matching: ["10.1.0.0/16", "10.1.1.0/24"],
            others: ["10.0.0.0/8", "10.1.1.0/25"]
        ),
    ]) func `prefixes match by containment and length`(row: PrefixRow) {
        for text in row.matching { #expect(row.match.matches(prefix(text))) }
        for text in row.others { #expect(!row.match.matches(prefix(text))) }
    }

    @Test func `AS paths match by content, beginning and end`() {
        let path = ASPath([1, 2, 3])
        #expect(ASPathMatch.contains(2).matches(path) && !ASPathMatch.contains(4).matches(path))
        #expect(ASPathMatch.equals([1, 2, 3]).matches(path) && !ASPathMatch.equals([1, 2]).matches(path))
        #expect(ASPathMatch.startsWith([1, 2]).matches(path) && !ASPathMatch.startsWith([2]).matches(path))
        #expect(ASPathMatch.endsWith([2, 3]).matches(path) && !ASPathMatch.endsWith([2]).matches(path))
        #expect(ASPathMatch.equals([]).matches(ASPath()) && ASPathMatch.startsWith([]).matches(ASPath()))
    }

    @Test func `import terms act on the prefixes of one message one by one`() {
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1") {
            $0.importPolicy = Policy([
                PolicyTerm(match: PolicyMatch(prefixes: [.orLonger(prefix("10.6.0.0/16"))]), disposition: .reject),
                PolicyTerm(
                    match: PolicyMatch(prefixes: [.orLonger(prefix("10.1.0.0/16"))]),
                    actions: [.setLocalPreference(200), .addCommunities([Community(65000, 1)])],
                    disposition: .next
                ),
                PolicyTerm(
                    match: PolicyMatch(communities: [Community(65000, 1)]),
                    actions: [.setMED(5), .setWeight(6), .prepend(asn: 65001, count: 1)]
                ),
                PolicyTerm(actions: [.setLocalPreference(50)]),
            ])
        }
        let verdict = lab.announce(
            peer,
            ["10.1.1.0/24", "10.2.0.0/16", "10.6.1.0/24", "10.1.2.0/24"],
            path: [65001]
        )
        #expect(verdict == UpdateVerdict(announced: 3, rejected: 1))
        lab.settle()
        let changed = lab.best("10.1.2.0/24")
        #expect(changed?.attributes.localPreference == 200 && changed?.attributes.med == 5)
        #expect(changed?.weight == 6 && changed?.attributes.asPath == ASPath([65001, 65001]))
        #expect(lab.best("10.2.0.0/16")?.attributes.localPreference == 50)
        #expect(lab.best("10.6.1.0/24") == nil)
        #expect(lab.rib.attributeSetCount == 4, "two as imported, two as exported")
    }

    @Test func `export terms act by prefix, community and tag`() {
        var lab = Lab()
        let domain = lab.domain()
        let from = lab.peer(domain, 65001, "10.0.1.1")
        let to = lab.peer(domain, 65002, "10.0.2.1") {
            $0.exportPolicy = Policy([
                PolicyTerm(match: PolicyMatch(communities: [Community(65001, 9)]), disposition: .reject),
                PolicyTerm(
                    match: PolicyMatch(prefixes: [.exact(prefix("10.1.0.0/16"))]),
                    actions: [.prepend(asn: nil, count: 2), .setMED(3), .setCommunities([Community(1, 1)])]
                ),
                PolicyTerm(match: PolicyMatch(tags: TagMask(5)), disposition: .reject),
            ])
        }
        lab.announce(from, ["10.1.0.0/16", "10.2.0.0/16"], path: [65001])
        lab.announce(from, ["10.3.0.0/16"], path: [65001]) { $0.communities = [Community(65001, 9)] }
        lab.rib.originate(prefix("10.4.0.0/16"), LocalRoute(tag: 5), in: domain)
        lab.settle()
        _ = lab.updates(for: to)
        let heard = lab.advertised(to)
        #expect(heard.keys.sorted() == ["10.1.0.0/16", "10.2.0.0/16"])
        #expect(heard["10.1.0.0/16"]?.asPath == ASPath([65000, 65000, 65000, 65001]))
        #expect(heard["10.1.0.0/16"]?.med == 3 && heard["10.1.0.0/16"]?.communities == [Community(1, 1)])
        #expect(heard["10.2.0.0/16"]?.asPath == ASPath([65000, 65001]))
    }

    @Test func `more than sixty-four terms with prefixes are told apart`() {
        let terms = (0..<70).map { number in
            PolicyTerm(
                match: PolicyMatch(prefixes: [.exact(prefix("10.\(number).0.0/16"))]),
                actions: [.setLocalPreference(UInt32(1000 + number))]
            )
        }
        var lab = Lab()
        let domain = lab.domain()
        let peer = lab.peer(domain, 65001, "10.0.1.1") { $0.importPolicy = Policy(terms) }
        lab.announce(peer, (0..<70).map { "10.\($0).0.0/16" }, path: [65001])
        lab.settle()
        for number in 0..<70 {
            #expect(lab.best("10.\(number).0.0/16")?.attributes.localPreference == UInt32(1000 + number))
        }
    }
}
