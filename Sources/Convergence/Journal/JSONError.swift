/// What is wrong with a JSON text.
public enum JSONError: Error, Hashable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case badEscape
    /// A string with a control character, or bytes that are not UTF-8.
    case badString
    case numberOutOfRange
    /// Nested more deeply than ``JSONParser/maximumDepth``.
    case tooDeep
    case trailingBytes
}
