import BGPSpeaker
import Control
import Dispatch
import Foundation
import NetworkTypes
import Topology

/// A speaker at work, until somebody interrupts it.
struct SpeakerRun {
    private let setup: SpeakerSetup
    private let routes: [PlannedRoute]
    private let socket: String?
    private let format: OutputFormat
    private let speaker: Speaker

    init(_ setup: SpeakerSetup, routes: [PlannedRoute], socket: String?, format: OutputFormat) {
        self.setup = setup
        self.routes = routes
        self.socket = socket
        self.format = format
        speaker = Speaker(setup.configuration, seed: .random(in: .min ... .max))
    }

    /// Speaks until SIGINT or SIGTERM, then ends all sessions with a Cease; a second signal doesn't wait for that.
    func untilInterrupted() throws {
        let stopSignal = StopSignal()
        let endpoints = try waitForTask { try await start() }
        let control = try openControlSocket()
        Console.note("listening on \(endpoints.map(\.description).joined(separator: ", "))")
        Console.note("look inside with: ersatz show --socket \(control.path) bgp summary")
        let printer = SpeakerPrinter(setup.configuration, format: format)
        let speaker = speaker
        let printing = Task.detached {
            for await event in speaker.events { printer.write(event) }
        }
        stopSignal.wait()
        control.stop()
        try waitForTask {
            await speaker.stop()
            await printing.value
        }
    }

    private func start() async throws -> [Endpoint] {
        await speaker.announce(routes)
        do {
            return try await speaker.start(listeningAt: setup.listeners)
        } catch {
            throw Failure(error.sentence, status: error.error.isAddressNotLocal ? .wrongInput : .lacking)
        }
    }

    private func openControlSocket() throws -> ControlServer {
        do {
            if let socket { return try ControlServer(path: socket, router: speaker) }
            let directory = RuntimeDirectory()
            try directory.prepare()
            return try ControlServer(path: "\(directory.path)/speaker-\(getpid()).sock", router: speaker)
        } catch {
            throw Failure(error.sentence, status: .lacking)
        }
    }
}

/// Waits on this thread for something asynchronous.
private func waitForTask<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let outcome = Outcome<Value>()
    Task.detached {
        do { outcome.result = .success(try await body()) } catch { outcome.result = .failure(error) }
        outcome.isThere.signal()
    }
    outcome.isThere.wait()
    guard let result = outcome.result else { preconditionFailure("the task signals after it has a result") }
    return try result.get()
}

/// Written once before the signal, read once after it: that is what makes it safe to share.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
    let isThere = DispatchSemaphore(value: 0)
    var result: Result<Value, any Error>?
}

/// SIGINT and SIGTERM, the polite way.
private final class StopSignal {
    private let arrived = DispatchSemaphore(value: 0)
    private var sources: [any DispatchSourceSignal] = []

    init() {
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            let arrived = arrived
            var first: DispatchTime?
            source.setEventHandler {
                // Who says it again means now; a signal to the process and to its group is one.
                if let first, .now() > first + .milliseconds(500) { exit(ExitStatus.interrupted.rawValue) }
                first = first ?? .now()
                arrived.signal()
            }
            source.resume()
            sources.append(source)
        }
    }

    func wait() { arrived.wait() }
}

extension ListenError {
    /// One line for the operator.
    var sentence: String {
        let place = endpoint.map { "can't listen on \($0)" } ?? "can't open the ports of BFD"
        if error.isAddressInUse { return "\(place): somebody else does already" }
        if error.isAddressNotLocal { return "\(place): no interface of this host has the address" }
        if error.isPermissionDenied, let endpoint {
            return "\(place): port \(endpoint.port) takes privileges; choose one from 1024 on, such as 1790"
        }
        if error.call == .md5Key { return "this system can't protect TCP sessions with MD5: \(error.reason)" }
        return "\(place): \(error.description)"
    }
}

extension ControlError {
    /// One line for the operator.
    var sentence: String {
        switch self {
        case .refused(let reason): reason
        case .incomplete: "the other process stopped in mid-sentence"
        case .pathTooLong(let path): "\(path): too long for a socket"
        case .inUse(let path): "\(path): another process answers there already"
        case .nobody(let path): "\(path): nobody answers there"
        case .system(let path, let code): "\(path): \(String(cString: strerror(code)))"
        }
    }
}
