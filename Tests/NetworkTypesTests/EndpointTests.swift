import NetworkTypes
import Testing

@Suite("Endpoints") struct EndpointTests {
    static let four = IPv4Address(192, 0, 2, 1)
    static let six = IPv6Address(high: 0x2001_0DB8_0000_0000, low: 1)

    @Test func `an IPv6 endpoint has its address in brackets`() {
        #expect(Endpoint(address: .v4(Self.four), port: 179).description == "192.0.2.1:179")
        #expect(Endpoint(address: .v6(Self.six), port: 179).description == "[2001:db8::1]:179")
    }

    @Test func `what is written can be read`() {
        for address in [IPAddress.v4(Self.four), .v6(Self.six)] {
            let endpoint = Endpoint(address: address, port: 1790)
            #expect(Endpoint(endpoint.description, defaultPort: 179) == endpoint)
            #expect(Endpoint(address.description, defaultPort: 179) == Endpoint(address: address, port: 179))
        }
    }

    @Test(arguments: [
        "", ":", "192.0.2.1:", "192.0.2.1:65536", "[192.0.2.1]:1", "[2001:db8::1]", "2001:db8::1:x", "x:1",
    ])
    func `anything else is refused`(text: String) {
        #expect(Endpoint(text, defaultPort: 179) == nil)
    }
}
