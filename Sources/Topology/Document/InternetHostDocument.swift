import NetworkTypes

struct InternetHostDocument: Sendable {
    var name: Located<String>?
    var address: Located<IPv4Address>?

    static let format = Format<InternetHostDocument>.object(
        "internetHost",
        "an Internet host",
        "A server on the Internet: virtual networks with an `outboundAddress` reach it directly, sites with an `internetAddress` over their own line."
    ) { fields in
        InternetHostDocument(
            name: fields.required("name", .name, "Unique among them."),
            address: fields.required("address", .ipv4Address, "IPv4 address.")
        )
    }
}
