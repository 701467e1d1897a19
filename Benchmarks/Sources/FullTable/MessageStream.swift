public import BGPWire
import Foundation

/// BGP messages back to back in a file, read piece by piece as if from a connection.
public struct MessageStream: ~Copyable {
    private let descriptor: Int32
    private var piece: [UInt8]
    private var framer = MessageFramer()

    public struct Unreadable: Error { public var path: String }

    public init(path: String, pieceByteCount: Int = 1 << 18) throws(Unreadable) {
        descriptor = open(path, O_RDONLY)
        if descriptor < 0 { throw Unreadable(path: path) }
        piece = Array(repeating: 0, count: pieceByteCount)
    }

    deinit { close(descriptor) }

    /// Reads the next piece and gives the body of each UPDATE that is whole by then; `false` at the end of the file.
    public mutating func nextPiece(_ body: (RawSpan) -> Void) throws(NotificationError) -> Bool {
        let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count <= 0 { return false }
        // Out on loan while its octets are looked at.
        var framer = MessageFramer()
        swap(&framer, &self.framer)
        defer { swap(&framer, &self.framer) }
        let piece = self.piece
        let bytes = piece.span.bytes.extracting(0..<count)
        var offset = 0
        while let frame = try framer.next(in: bytes, at: &offset) {
            if frame.type == .update { body(framer.body(of: frame, in: bytes)) }
        }
        return true
    }
}
