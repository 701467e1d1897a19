import Foundation
import Testing

@testable import Topology

@Suite("JSON Schema") struct SchemaTests {
    private static let path = "docs/topology.schema.json"

    @Test func `the committed schema is the generated one`() throws {
        let generated = Topology.jsonSchema.rendered()
        if ProcessInfo.processInfo.environment["ERSATZ_RECORD"] != nil {
            try generated.write(
                to: Repository.root.appendingPathComponent(Self.path),
                atomically: true,
                encoding: .utf8
            )
        }
        #expect(Repository.text(Self.path) == generated, "ERSATZ_RECORD=1 writes it anew")
    }

    @Test func `it is JSON`() throws {
        let data = try #require(Topology.jsonSchema.rendered().data(using: .utf8))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test(arguments: Repository.files(in: "Topologies") + Repository.files(in: "Tests/TopologyTests/Corpus"))
    func `schema and reader agree on every file`(file: SourceFile) {
        Self.expectAgreement(on: file.text)
    }

    @Test(arguments: BadFile.all)
    func `schema and reader agree on every bad file`(bad: BadFile) {
        Self.expectAgreement(on: bad.text)
    }

    /// What the reader finds wrong in shape, the schema refuses; what the reader finds right, the schema accepts.
    ///
    /// Values that only look right (`10.0.0.300`) may pass the schema, and everything that ties values together does.
    static func expectAgreement(on text: String) {
        var problems = Problems(file: "file")
        guard let node = YAMLReader.read(text, problems: &problems) else { return }
        _ = TopologyDocument.format.read(node, &problems)
        var validator = SchemaValidator(Topology.jsonSchema)
        let isAccepted = validator.accepts(node)
        #expect(validator.unknownKeywords.isEmpty)
        let layers = problems.diagnostics.map(\.layer)
        if layers.contains(.structure) {
            #expect(!isAccepted, "the schema accepts what the reader does not: \(problems.diagnostics)")
        } else if layers.isEmpty {
            #expect(isAccepted, "the schema refuses what the reader accepts:\n\(text)")
        }
    }

    @Test func `every key of the schema is used by the corpus`() throws {
        let corpus = try #require(Repository.text("Tests/TopologyTests/Corpus/every-key.yaml"))
        for key in Self.keys(of: Topology.jsonSchema) {
            #expect(corpus.contains("\(key):"), "every-key.yaml does not use '\(key)'")
        }
    }

    @Test func `the documentation lists every key`() throws {
        let path = "docs/topology-format.md"
        let documentation = try #require(Repository.text(path))
        let marker = try #require(documentation.firstRange(of: FormatReference.marker))
        let generated = FormatReference.markdown
        if ProcessInfo.processInfo.environment["ERSATZ_RECORD"] != nil {
            let text = documentation[..<marker.lowerBound] + generated
            try text.write(to: Repository.root.appendingPathComponent(path), atomically: true, encoding: .utf8)
        }
        #expect(Repository.text(path)?.hasSuffix(generated) == true, "ERSATZ_RECORD=1 writes the tables anew")
    }

    @Test func `every key and every object has a description`() throws {
        guard case .object(let definitions) = try #require(Topology.jsonSchema["$defs"]) else { return }
        for definition in definitions {
            #expect(definition.value["description"] != nil, "\(definition.key)")
            guard case .object(let properties) = definition.value["properties"] else { continue }
            for property in properties {
                #expect(property.value["description"] != nil, "\(definition.key).\(property.key)")
            }
        }
    }

    private static func keys(of schema: JSON) -> [String] {
        guard case .object(let definitions) = schema["$defs"] else { return [] }
        return definitions.flatMap { definition -> [String] in
            guard case .object(let properties) = definition.value["properties"] else { return [] }
            return properties.map(\.key)
        }
    }
}
