import CLinux
import Glibc
import Network

/// Keeps the programs of a real router in a process namespace of their own, which ends with this object or with the
/// process, however that ends.
final class Guardian {
    private let programs: [DeviceConfiguration.Program]
    private let identifier: Int32
    private let control: Int32

    /// Starts programs one after the other; what cannot be started is left out, which its log says.
    ///
    /// - Parameters:
    ///   - directory: where they work.
    ///   - groups: a file that they see as `/etc/group`.
    init(
        _ programs: [DeviceConfiguration.Program],
        in namespace: NetworkNamespace,
        directory: String,
        groups: String?
    ) throws(SystemError) {
        var texts: [UnsafeMutablePointer<CChar>?] = []
        defer { for text in texts { free(text) } }
        func copy(_ text: String?) -> UnsafeMutablePointer<CChar>? {
            guard let text, let copy = strdup(text) else { return nil }
            texts.append(copy)
            return copy
        }
        var vectors: [UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>] = []
        defer { for vector in vectors { vector.deallocate() } }
        var entries: [clinux_program] = []
        for program in programs {
            guard let executable = copy(program.executable), let log = copy(program.log) else { continue }
            let words = [program.executable] + program.arguments
            let vector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: words.count + 1)
            vector.initialize(repeating: nil, count: words.count + 1)
            for (place, word) in words.enumerated() { vector[place] = copy(word) }
            vectors.append(vector)
            entries.append(
                clinux_program(
                    executable: executable,
                    arguments: vector,
                    log: log,
                    ready: copy(program.ready),
                    deferred: program.start == .recovering ? 1 : 0
                )
            )
        }
        self.programs = programs
        var control: Int32 = -1
        identifier = clinux_start_guardian(
            namespace.descriptor,
            directory,
            copy(groups),
            entries,
            entries.count,
            &control
        )
        guard identifier > 0 else { throw SystemError("starting a process namespace") }
        self.control = control
    }

    /// Kills the programs of a part.
    func kill(_ part: NodeParts.Part) {
        for (place, program) in programs.enumerated() where program.part == part {
            order(CLINUX_GUARDIAN_KILL, place)
        }
    }

    /// Starts the programs of a part anew.
    func recover(_ part: NodeParts.Part) {
        for (place, program) in programs.enumerated() where program.part == part && program.start != .booting {
            order(CLINUX_GUARDIAN_START, place)
        }
    }

    /// Stops all programs where they stand, or lets them go on.
    func setPaused(_ isPaused: Bool) { order(isPaused ? CLINUX_GUARDIAN_PAUSE : CLINUX_GUARDIAN_RESUME) }

    /// One that has ended, or is overwhelmed, has nothing to do any more.
    private func order(_ order: clinux_guardian_order, _ place: Int = 0) {
        _ = clinux_order_guardian(control, order, UInt8(clamping: place))
    }

    /// Ends all programs at once, as a loss of power would, and waits until they are gone.
    deinit {
        _ = clinux_end_guardian(identifier, 5_000)
        close(control)
    }
}
