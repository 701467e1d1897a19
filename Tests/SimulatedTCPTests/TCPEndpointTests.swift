import NetworkTypes
import SimulatedTCP
import Testing

@Suite("TCP endpoints") struct TCPEndpointTests {
    @Test func `an IPv6 endpoint has its address in brackets`() throws {
        let four = try #require(IPAddress("192.0.2.1"))
        let six = try #require(IPAddress("2001:db8::1"))
        #expect(TCPEndpoint(address: four, port: 179).description == "192.0.2.1:179")
        #expect(TCPEndpoint(address: six, port: 179).description == "[2001:db8::1]:179")
    }
}
