/// Why a journal could not be read.
///
/// Lines count from 1, the header's line.
public enum JournalError: Error, Hashable, Sendable {
    /// There is not even a header.
    case empty
    /// The line is no JSON; `offset` is the byte in the line where that shows.
    case notJSON(line: Int, offset: Int, JSONError)
    /// The line is JSON but no object.
    case notAnObject(line: Int)
    case missingField(line: Int, name: String)
    case duplicateField(line: Int, name: String)
    /// A value of the wrong type, or a number out of range.
    case badField(line: Int, name: String)
    case unknownKind(line: Int, kind: String)
    case unsupportedSchemaVersion(Int)
    /// Ids must count from 0.
    case wrongID(line: Int, expected: Int)
    /// Times must not decrease.
    case timeGoesBack(line: Int)
    /// An event can only be caused by an earlier one.
    case causedByLater(line: Int)
}
