/// What went wrong with a file that is written: the call, the path and the system's error number.
public struct CaptureFileError: Error, Hashable, Sendable {
    public enum Call: String, Hashable, Sendable {
        case open
        case write
        case close
        case rename
    }

    public var call: Call
    public var path: String
    public var errno: Int32

    public init(call: Call, path: String, errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }
}
