import Testing

@testable import LiveEngine

@Suite("Subordinate ids") struct SubordinateIDTests {
    private static let list = """
        # a comment
        anna:100000:65536
        broken:abc:65536
        bert:165536:0
        1007:231072:65536
        full:4294967295:2
        """

    @Test func `a user's range is found by name or by number`() {
        let anna = SubordinateIDs(of: 1000, called: "anna", in: Self.list)
        #expect(anna?.first == 100_000 && anna?.count == 65_536)
        #expect(SubordinateIDs(of: 1007, called: nil, in: Self.list)?.first == 231_072)
        #expect(SubordinateIDs(of: 1008, called: "carl", in: Self.list) == nil)
    }

    @Test(arguments: ["broken", "bert", "full"]) func `a line that is no range is passed over`(name: String) {
        #expect(SubordinateIDs(of: 1, called: name, in: Self.list) == nil)
    }

    @Test func `the own id becomes root, the others follow`() {
        let arguments = SubordinateIDs(of: 1000, called: "anna", in: Self.list)?
            .arguments(of: "/usr/bin/newuidmap", process: 42, own: 1000)
        #expect(arguments == ["/usr/bin/newuidmap", "42", "0", "1000", "1", "1", "100000", "65536"])
    }
}
