import Foundation
import Testing

/// The page of facts refers to tests and topologies; they must be there.
@Suite("Azure facts") struct AzureFactsTests {
    private static let page = Repository.text("docs/azure-facts.md") ?? ""

    /// Every source file of the tests, in one.
    private static let tests: String = {
        let folder = Repository.root.appendingPathComponent("Tests")
        let names = (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { Repository.text("Tests/" + $0) }.joined()
    }()

    /// Rows of the tables without their heads.
    private static let rows = page.split(separator: "\n").map(String.init)
        .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") && !$0.hasPrefix("| Fact") }

    @Test func `there are many`() {
        #expect(Self.rows.count > 50)
    }

    @Test(arguments: rows) func `what holds a fact exists`(row: String) {
        let holder = row.dropLast(2).components(separatedBy: " | ").last ?? ""
        // Every second part stands between backquotes.
        for code in holder.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        where code.offset % 2 == 1 {
            if code.element.contains(" "), !code.element.hasPrefix("ersatz ") {
                #expect(Self.tests.contains("func `\(code.element)`"), "\(code.element)")
            } else if code.element.hasSuffix("Tests") {
                #expect(Self.tests.contains("struct \(code.element)"), "\(code.element)")
            }
        }
        for path in holder.matches(of: /\]\(\.\.\/([^)]+)\)/).map(\.output.1) {
            #expect(Repository.text(String(path)) != nil, "\(path)")
        }
        #expect(!holder.isEmpty)
    }
}
