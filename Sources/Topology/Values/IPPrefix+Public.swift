import NetworkTypes

extension IPPrefix {
    /// Space that nobody has in the Internet: private, shared, loopback, link-local, multicast and what is kept back.
    ///
    /// The ranges for documentation (RFC 5737, RFC 3849) are not among them: in a laboratory they stand for public space.
    static let notPublic: [IPPrefix] = [
        // RFC 1918, RFC 6598, RFC 1122, RFC 3927, RFC 5771, RFC 1112.
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
        // RFC 4193, RFC 4291.
        "::/8", "fc00::/7", "fe80::/10", "ff00::/8",
    ].compactMap { IPPrefix($0) }
}
