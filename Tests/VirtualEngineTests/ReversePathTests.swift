import Convergence
import Network
import NetworkTypes
import TestLab
import Testing

/// Routers that drop packets for where they claim to come from (RFC 3704).
@Suite("Reverse-path filtering") struct ReversePathTests {
    /// `cpe1` sends by `er` and is answered by both circuits.
    private func edge(_ filter: String) -> YAML {
        var edge = Edge.maximum(duration: "5s")
        edge["customerSites", 0]["routers", 0]["reversePathFilter"] = .text(filter)
        edge["customerSites", 0]["routers", 0]["links"] = [
            ["link": "er/primary", "import": [["localPreference": 150]]], ["link": "er2/primary"],
        ]
        return edge
    }

    private func drops(_ lab: Lab) -> [Lab.Moment] { lab.moments(.flowPath).filter { $0.text("reason") != nil } }

    @Test func `strict drops what comes in where nothing goes out`() throws {
        let lab = try Lab(edge("strict"))
        let report = lab.finish()
        #expect(!drops(lab).isEmpty)
        #expect(drops(lab).allSatisfy { $0.text("place") == "router/cpe1" && $0.text("reason") == "reversePath" })
        #expect(report.flows.contains { $0.direction == .reverse && $0.lost > 0 })
    }

    @Test(arguments: ["loose", "off"])
    func `loose wants a route to the source, and there is one`(filter: String) throws {
        let lab = try Lab(edge(filter))
        #expect(lab.finish().flows.allSatisfy { $0.lost == 0 })
    }
}
