import CLibpcap

/// An expression such as `tcp port 179`, compiled by libpcap, that chooses frames.
///
/// A frame is chosen if it matches as it is, or without its VLAN tags, or if the frame inside its VXLAN does, with or
/// without tags of its own.
public final class CaptureFilter: Sendable {
    /// Why an expression is none, in libpcap's words.
    public struct InvalidExpression: Error, Hashable, Sendable {
        public var expression: String
        public var message: String
    }

    public let expression: String
    private let program: Program

    public init(_ expression: String) throws(InvalidExpression) {
        self.expression = expression
        program = try Program(expression)
    }

    /// Whether the frame is chosen, in any of its views.
    public func matches(_ frame: RawSpan) -> Bool {
        if matchesWithOrWithoutTags(frame) { return true }
        guard let inner = FrameViews.innerFrame(of: frame) else { return false }
        return matchesWithOrWithoutTags(frame.extracting(inner))
    }

    private func matchesWithOrWithoutTags(_ frame: RawSpan) -> Bool {
        if program.matches(frame) { return true }
        let tagged = FrameViews.tagByteCount(of: frame)
        guard tagged > 0 else { return false }
        let rest = frame.byteCount - tagged
        return withUnsafeTemporaryAllocation(byteCount: rest, alignment: 8) { scratch in
            // SAFETY: the tags were found behind twelve bytes of addresses, so both parts lie within the frame, and
            // together they have the length of the scratch memory.
            frame.withUnsafeBytes { source in
                scratch.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<12]))
                UnsafeMutableRawBufferPointer(rebasing: scratch[12...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[(12 + tagged)...]))
            }
            return program.matches(UnsafeRawBufferPointer(scratch))
        }
    }
}

extension CaptureFilter {
    /// The compiled instructions.
    private final class Program: @unchecked Sendable {
        // SAFETY for `@unchecked Sendable`: the instructions do not change after the initialiser, and running them
        // needs no memory but the caller's stack.
        private var program = bpf_program()

        init(_ expression: String) throws(InvalidExpression) {
            guard !expression.utf8.contains(0), let handle = pcap_open_dead(DLT_EN10MB, 262_144) else {
                throw InvalidExpression(expression: expression, message: "not a filter expression")
            }
            defer { pcap_close(handle) }
            guard pcap_compile(handle, &program, expression, 1, bpf_u_int32(PCAP_NETMASK_UNKNOWN)) == 0 else {
                throw InvalidExpression(expression: expression, message: String(cString: pcap_geterr(handle)))
            }
        }

        deinit { pcap_freecode(&program) }

        func matches(_ frame: RawSpan) -> Bool { frame.withUnsafeBytes { matches($0) } }

        func matches(_ frame: UnsafeRawBufferPointer) -> Bool {
            guard let start = frame.assumingMemoryBound(to: UInt8.self).baseAddress else { return false }
            let length = UInt32(clamping: frame.count)
            return bpf_filter(program.bf_insns, start, length, length) != 0
        }
    }
}
