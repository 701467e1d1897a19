import Testing

@testable import BGPSpeaker

@Suite("Silent drops of the kernel") struct SilentDropTests {
    @Test func `counters are found by name, whatever stands beside them`() {
        let text = """
            TcpExt: SyncookiesSent TCPMD5NotFound TCPMD5Failure Other TCPMinTTLDrop
            TcpExt: 1 2 3 -4 5
            IpExt: InNoRoutes TCPMD5Unexpected
            IpExt: 6 7
            """
        let expected: [SilentDrop: UInt64] = [.signatureMissing: 2, .signatureMismatch: 3, .timeToLive: 5]
        #expect(SilentDropCounters.parse(text) == expected)
    }

    @Test(arguments: [
        "", "TcpExt:", "TcpExt: TCPMD5Failure\n", "TcpExt: TCPMD5Failure\nTcpExt:", "TcpExt: TCPMD5Failure\nTcpExt: x",
    ])
    func `what is cut short or no figure counts nothing`(text: String) {
        #expect(SilentDropCounters.parse(text).isEmpty)
    }

    @Test func `nothing is new where nothing was dropped`() throws {
        let counters = try #require(SilentDropCounters())
        #expect(counters.news().isEmpty)
    }
}
