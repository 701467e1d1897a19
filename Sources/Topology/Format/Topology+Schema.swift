extension Topology {
    /// The JSON Schema (draft 2020-12) of topology files, from the same description as the reader.
    ///
    /// It knows every key, shape and spelling. What ties values together is beyond it and is checked by
    /// ``load(text:file:)`` only.
    public static var jsonSchema: JSON {
        var definitions = SchemaDefinitions()
        let root = TopologyDocument.format.schema(&definitions)
        guard case .object(let members) = root else { return root }
        return .object(
            [
                JSON.Member("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                JSON.Member("title", .string("Ersatz topology")),
            ] + members + [JSON.Member("$defs", .object(definitions.members))]
        )
    }
}
