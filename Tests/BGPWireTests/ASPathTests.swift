import BGPWire
import NetworkTypes
import Testing

@Suite("AS path") struct ASPathTests {
    static let mixed = ASPath(segments: [
        .init(.confederationSequence, [64512]), .init(.sequence, [1, 2, 2]), .init(.set, [3, 64513]),
    ])

    @Test func `a set counts one and confederation segments nothing`() {
        #expect(Self.mixed.decisionLength == 4)
        #expect(ASPath().decisionLength == 0)
    }

    @Test func `its ends are the neighbour and the origin`() {
        #expect(Self.mixed.firstAS == 1)
        #expect(Self.mixed.originAS == nil)
        #expect(ASPath([7, 8]).firstAS == 7)
        #expect(ASPath([7, 8]).originAS == 8)
        #expect(ASPath(segments: [.init(.set, [7])]).firstAS == nil)
        #expect(ASPath().firstAS == nil)
    }

    @Test func `it counts an AS wherever it stands`() {
        #expect(Self.mixed.count(of: 2) == 2)
        #expect(Self.mixed.count(of: 64513) == 1)
        #expect(!Self.mixed.contains(9))
    }

    @Test func `prepending goes into a leading sequence, else into a new one`() {
        var path = ASPath([2])
        path.prepend(1, count: 2)
        #expect(path == ASPath([1, 1, 2]))
        path = Self.mixed
        path.prepend(9)
        #expect(path.segments.first == .init(.sequence, [9]))
        path = ASPath()
        path.prepend(9, count: 0)
        #expect(path.isEmpty)
    }

    @Test func `a sequence never holds more than 255`() {
        var path = ASPath(Array(repeating: 1, count: 250))
        path.prepend(2, count: 300)
        #expect(path.segments.map(\.asns.count) == [40, 255, 255])
        #expect(path.decisionLength == 550)
    }

    @Test func `replacing and removing leave no empty segments`() {
        var path = Self.mixed
        path.replace(2, with: 5)
        #expect(path.segments[1].asns == [1, 5, 5])
        path.removePrivate()
        #expect(path == ASPath(segments: [.init(.sequence, [1, 5, 5]), .init(.set, [3])]))
        path.remove(3)
        #expect(path == ASPath([1, 5, 5]))
        path = Self.mixed
        path.removeConfederationSegments()
        #expect(path.segments.map(\.kind) == [.sequence, .set])
    }

    @Test func `it reads as operators write it`() {
        #expect(Self.mixed.description == "(64512) 1 2 2 {3,64513}")
        #expect(ASPath([12076, 65010]).description == "12076 65010")
    }
}
