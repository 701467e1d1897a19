import Foundation
import Testing
import Topology

/// The table of profiles, as the documentation shows it.
@Suite("Profiles' figures") struct ProfileTableTests {
    private static let path = "docs/profiles.md"
    private static let marker = "<!-- Below this line: written by the tests. -->\n"

    private static var markdown: String {
        let profiles = Topology.Profile.allCases
        let listings = profiles.map(\.listing)
        let names = profiles.map { "`\($0.rawValue)`" }.joined(separator: " | ")
        var text = marker + "\n## Figures\n\n| Key | \(names) |\n|" + String(repeating: " --- |", count: 7) + "\n"
        for row in listings[0].indices {
            text += "| `\(listings[0][row].key)` | \(listings.map { $0[row].value }.joined(separator: " | ")) |\n"
        }
        text += "\n## Sources\n"
        for (profile, listing) in zip(profiles, listings) where profile != .ideal {
            text += "\n### `\(profile.rawValue)`\n\n| Key | Figure | Source |\n| --- | --- | --- |\n"
            for setting in listing {
                text += "| `\(setting.key)` | \(setting.value) | \(setting.origin.source ?? "") |\n"
            }
        }
        return text
    }

    @Test func `the documentation shows every figure with its source`() throws {
        let documentation = try #require(Repository.text(Self.path))
        let marker = try #require(documentation.firstRange(of: Self.marker))
        if ProcessInfo.processInfo.environment["ERSATZ_RECORD"] != nil {
            let text = documentation[..<marker.lowerBound] + Self.markdown
            try text.write(to: Repository.root.appendingPathComponent(Self.path), atomically: true, encoding: .utf8)
        }
        #expect(Repository.text(Self.path)?.hasSuffix(Self.markdown) == true, "ERSATZ_RECORD=1 writes the tables anew")
    }

    @Test(arguments: Topology.Profile.allCases)
    func `every figure of a profile has a source`(profile: Topology.Profile) {
        for setting in profile.listing { #expect(setting.origin.source?.isEmpty == false, "\(setting.key)") }
    }

    @Test func `an ideal router waits for nothing`() {
        let waits = Topology.Profile.ideal.listing.filter { $0.key.contains("Delay") || $0.key == "fib.delay" }
        #expect(waits.count == 7 && waits.allSatisfy { $0.value == "0s" })
    }
}
