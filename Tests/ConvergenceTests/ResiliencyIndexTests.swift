import Convergence
import NetworkTypes
import Testing
import Topology

@Suite("Resiliency index") struct ResiliencyIndexTests {
    typealias Facts = ResiliencyIndex.Facts

    private static let prefix = IPPrefix.v4(IPv4Prefix(IPv4Address(10, 100, 0, 0), length: 16))
    private static let amsterdam = Facts.Circuit(name: "er-ams", sites: ["amsterdam"])
    private static let frankfurt = Facts.Circuit(name: "er-fra", sites: ["frankfurt"])
    private static let metro = Facts.Circuit(name: "er-metro", sites: ["amsterdam", "amsterdam2"])

    private static func facts(
        _ circuits: [Facts.Circuit],
        _ validations: [String: Int] = [:],
        sku: GatewaySKU = .erGw3AZ,
        zones: Int = 3,
        instances: Int = 3
    ) -> Facts {
        Facts(
            sku: sku,
            zones: zones,
            instances: instances,
            routeSets: [Facts.Routes(prefixes: [prefix], circuits: circuits)],
            validations: validations
        )
    }

    private static func index(_ facts: Facts) -> Int { ResiliencyIndex(facts).tenths }

    @Test func `two sites, both tested this month, zone-redundant, nothing open: 100`() {
        #expect(Self.index(Self.facts([Self.amsterdam, Self.frankfurt], ["amsterdam": 3, "frankfurt": 30])) == 1000)
    }

    @Test func `one of two sites tested: 60`() {
        #expect(Self.index(Self.facts([Self.amsterdam, Self.frankfurt], ["frankfurt": 3])) == 600)
    }

    @Test func `two sites never tested: 40`() {
        #expect(Self.index(Self.facts([Self.amsterdam, Self.frankfurt])) == 400)
    }

    @Test func `Metro tops out at 30, whatever was tested`() {
        #expect(Self.index(Self.facts([Self.metro], ["amsterdam": 1, "amsterdam2": 1])) == 300)
    }

    @Test func `a single site tops out at 25`() {
        #expect(Self.index(Self.facts([Self.amsterdam], ["amsterdam": 1])) == 250)
    }

    @Test(arguments: [(30, 80), (31, 60), (60, 60), (61, 40), (90, 40), (91, 20)])
    func `the multiplier falls with the age of the older test`(days: Int, points: Int) {
        let facts = Self.facts([Self.amsterdam, Self.frankfurt], ["amsterdam": 0, "frankfurt": days])
        #expect(Self.index(facts) == (points + 20) * 10)
    }

    @Test(arguments: [(30, 400), (45, 300), (75, 200), (400, 200)])
    func `one site tested counts half, and never less than no test`(days: Int, tenths: Int) {
        #expect(
            ResiliencyIndex(Self.facts([Self.amsterdam, Self.frankfurt], ["amsterdam": days])).weakest.tenths == tenths
        )
    }

    @Test(arguments: [
        (GatewaySKU.standard, 0, 2, 0), (.highPerformance, 0, 2, 0), (.ultraPerformance, 0, 2, 2), (.erGw1AZ, 1, 2, 8),
        (.erGw3AZ, 3, 3, 10), (.erGwScale, 3, 4, 8), (.erGwScale, 3, 6, 10),
    ])
    func `the zone score is the SKU's`(sku: GatewaySKU, zones: Int, instances: Int, points: Int) {
        let facts = Self.facts([Self.amsterdam], sku: sku, zones: zones, instances: instances)
        #expect(ResiliencyIndex(facts).zones.points == points)
    }

    @Test func `a lost link between MSEE and provider edge takes the route score of a lone circuit`() {
        var lame = Self.amsterdam
        lame.hasLostLink = true
        #expect(Self.index(Self.facts([lame])) == 200)
        var metro = Self.metro
        metro.hasLostLink = true
        #expect(Self.index(Self.facts([metro])) == 200)
        #expect(Self.index(Self.facts([lame, Self.frankfurt])) == 400)
    }

    @Test func `a third site changes nothing`() {
        let third = Facts.Circuit(name: "er-par", sites: ["paris"])
        let tests = ["amsterdam": 3, "frankfurt": 3]
        #expect(Self.index(Self.facts([Self.amsterdam, Self.frankfurt, third], tests)) == 1000)
    }

    @Test func `the weakest route set is what counts`() {
        var facts = Self.facts([Self.amsterdam, Self.frankfurt])
        facts.routeSets.append(Facts.Routes(prefixes: [Self.prefix], circuits: [Self.amsterdam]))
        #expect(Self.index(facts) == 250)
    }

    @Test func `a gateway that learns nothing scores for its zones only`() {
        var facts = Self.facts([])
        facts.routeSets = []
        #expect(Self.index(facts) == 200)
        #expect(ResiliencyIndex(facts).weakest.reason == .noRoutes)
    }

    @Test func `open recommendations cost their ten points`() {
        var facts = Self.facts([Self.amsterdam, Self.frankfurt])
        facts.openRecommendations = 2
        #expect(Self.index(facts) == 300)
        #expect(ResiliencyIndex(facts).improvements.contains { $0.tenths == 400 })
    }

    @Test func `what would raise it is worth what it says`() {
        let index = ResiliencyIndex(Self.facts([Self.amsterdam, Self.frankfurt], ["amsterdam": 3]))
        #expect(index.improvements.map(\.tenths) == [1000])
        let single = ResiliencyIndex(Self.facts([Self.amsterdam], sku: .standard, zones: 0, instances: 2))
        #expect(single.improvements.map(\.tenths) == [300, 250])
        #expect(
            ResiliencyIndex(Self.facts([Self.amsterdam, Self.frankfurt], ["amsterdam": 3, "frankfurt": 3]))
                .improvements.isEmpty
        )
    }
}
