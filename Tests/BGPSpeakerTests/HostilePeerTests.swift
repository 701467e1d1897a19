import BGPSession
import BGPSpeaker
import BGPWire
import NetworkTypes
import Router
import Testing
import Topology

/// Bad neighbours cost only themselves.
@Suite("Hostile peers", .timeLimit(.minutes(15))) struct HostilePeerTests {
    /// A speaker with a good session that must stay up, and a neighbour in AS 65066 that is up to something.
    struct Scene {
        let speaker: Speaker
        let good: Speaker
        let bad: IPAddress
        let target: Endpoint

        init(_ test: UInt8, words: String = "") async throws {
            let (a, b) = (Loopback.address(test, 1), Loopback.address(test, 2))
            bad = Loopback.address(test, 66)
            let (speaker, port) = try await Loopback.speaker(
                12076,
                at: a,
                neighbors: ["\(b),remote-as=65010,passive", "\(bad),remote-as=65066,passive\(words)"],
                prefixes: ["10.1.0.0/16"]
            )
            self.speaker = speaker
            target = Endpoint(address: a, port: port)
            good = try await Loopback.speaker(65010, at: b, neighbors: ["\(a),remote-as=12076,port=\(port)"]).speaker
            await good.waitForSession()
        }

        func attack() throws -> RawPeer { try RawPeer(from: bad, to: target) }

        /// The good session never noticed.
        func expectUnharmed() async {
            #expect(speaker.state(0) == .established)
            #expect(good.state() == .established)
            let reason = good.inspect { router, _ in router.status(neighbor: 0).lastDown }
            #expect(reason == nil)
            await speaker.stop()
            await good.stop()
        }
    }

    @Test(arguments: [
        ([UInt8](repeating: 0x47, count: 64), [1, 1] as [UInt8]),
        ([UInt8](repeating: 0xFF, count: 18) + [9], [1, 2]),
        ([UInt8](repeating: 0xFF, count: 16) + [0, 19, 77], [1, 3]),
        (RawPeer.open(asn: 65067), [2, 2]),
        (RawPeer.open(asn: 65066, holdTimeSeconds: 1), [2, 6]),
        (RawPeer.open(asn: 65066, holdTimeSeconds: 2), [2, 6]),
        (KeepaliveMessage.bytes, [5, 1]),
    ]) func `what is not an acceptable OPEN is answered as the RFC says`(bytes: [UInt8], answer: [UInt8]) async throws {
        let scene = try await Scene(11)
        let peer = try scene.attack()
        try await peer.send(bytes)
        #expect(try await peer.receiveAll().finalNotification == answer)
        await scene.expectUnharmed()
    }

    @Test func `a stranger is refused with Cease 5`() async throws {
        let scene = try await Scene(12)
        let peer = try RawPeer(from: Loopback.address(12, 99), to: scene.target)
        #expect(try await peer.receiveAll().finalNotification == [6, 5])
        await scene.expectUnharmed()
    }

    @Test func `hundreds of connections in a row, and some that say nothing, change nothing`() async throws {
        let scene = try await Scene(13)
        let silent = try (0..<20).map { _ in try scene.attack() }
        for _ in 0..<300 { _ = try RawPeer(from: Loopback.address(13, 99), to: scene.target) }
        for _ in 0..<300 { _ = try scene.attack() }
        #expect(silent.count == 20)
        await scene.expectUnharmed()
    }

    @Test func `a neighbour that resets in mid-handshake can come back`() async throws {
        let scene = try await Scene(14)
        for _ in 0..<20 {
            let peer = try scene.attack()
            // While the session rests, the speaker refuses the connection, perhaps before anything is sent.
            try? await peer.send(Array(RawPeer.open(asn: 65066).prefix(25)))
            peer.reset()
        }
        var established = false
        // The session rests after a failure, for longer each time.
        while !established {
            let peer = try scene.attack()
            do {
                try await peer.send(RawPeer.open(asn: 65066) + KeepaliveMessage.bytes)
                established = try await !peer.receive().isEmpty
            } catch {
                // Refused, see above.
            }
            if !established { try await Task.sleep(for: .milliseconds(100)) }
        }
        await scene.expectUnharmed()
    }

    @Test func `garbage after the session is up ends that session alone`() async throws {
        let scene = try await Scene(15)
        let peer = try scene.attack()
        try await peer.establish(asn: 65066)
        // An UPDATE whose attributes are longer than the message.
        try await peer.send([UInt8](repeating: 0xFF, count: 16) + [0, 23, 2, 0, 0, 255, 255])
        #expect(try await peer.receiveAll().finalNotification == [3, 1])
        await scene.expectUnharmed()
    }

    @Test func `too many prefixes end with Cease 1`() async throws {
        let scene = try await Scene(16, words: ",max-prefix=3")
        let peer = try scene.attack()
        try await peer.establish(asn: 65066)
        let attributes: [UInt8] =
            [0x40, 1, 1, 0] + [0x40, 2, 6, 2, 1, 0, 0, 0xFE, 0x2A] + [0x40, 3, 4, 127, 77, 16, 66]
        let prefixes: [UInt8] = (1...4).flatMap { [24, 20, 0, UInt8($0)] }
        let length = 19 + 4 + attributes.count + prefixes.count
        let header = [UInt8](repeating: 0xFF, count: 16) + [0, UInt8(length), 2, 0, 0, 0, UInt8(attributes.count)]
        try await peer.send(header + attributes + prefixes)
        #expect(try await peer.receiveAll().finalNotification == [6, 1])
        await scene.expectUnharmed()
    }

    @Test func `a peer that talks but does not read is given up`() async throws {
        let scene = try await Scene(17, words: ",hold=3s,send-hold=1s")
        await scene.speaker.announce(Loopback.bulkyRoutes(2_000))
        let peer = try RawPeer(from: scene.bad, to: scene.target, receiveBuffer: 1 << 16)
        try await peer.send(RawPeer.open(asn: 65066, holdTimeSeconds: 3) + KeepaliveMessage.bytes)
        var cause: SessionDownCause?
        let talking = Task {
            while !Task.isCancelled {
                try await peer.send(KeepaliveMessage.bytes)
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        for await event in scene.speaker.events {
            guard case .sessionDown(1, let why, _) = event.kind else { continue }
            cause = why
            break
        }
        talking.cancel()
        #expect(cause == .sendHoldTimer)
        await scene.expectUnharmed()
    }
}
