/// Builds the body of an UPDATE from parts, well-formed or not.
struct UpdateBuilder {
    var withdrawn: [UInt8] = []
    var attributes: [[UInt8]] = []
    var announced: [UInt8] = []

    static let origin: [UInt8] = [0x40, 1, 1, 0]
    static let asPath: [UInt8] = [0x40, 2, 6, 2, 1, 0, 0, 0x2F, 0x2C]
    static let nextHop: [UInt8] = [0x40, 3, 4, 10, 0, 0, 1]
    /// The destination 10.1.0.0/16.
    static let prefix: [UInt8] = [16, 10, 1]

    /// ORIGIN, AS_PATH 12076 and NEXT_HOP 10.0.0.1 for 10.1.0.0/16, and further attributes.
    static func plain(adding extra: [[UInt8]] = []) -> UpdateBuilder {
        UpdateBuilder(attributes: [origin, asPath, nextHop] + extra, announced: prefix)
    }

    /// The same with one of the attributes in another form, or left out.
    static func plain(replacing type: UInt8, with replacement: [UInt8]?) -> UpdateBuilder {
        var builder = plain()
        builder.attributes = builder.attributes.compactMap { $0[1] == type ? replacement : $0 }
        return builder
    }

    var body: [UInt8] {
        let attributes = self.attributes.flatMap { $0 }
        return [UInt8(withdrawn.count >> 8), UInt8(withdrawn.count & 255)] + withdrawn
            + [UInt8(attributes.count >> 8), UInt8(attributes.count & 255)] + attributes + announced
    }
}
