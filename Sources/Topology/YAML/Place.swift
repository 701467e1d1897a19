/// A stretch of one line of the file.
struct Place: Hashable, Sendable {
    /// From 1; 0 is the file as a whole.
    var line: Int
    /// From 1, in Unicode scalars.
    var column: Int
    var length: Int

    static let file = Place(line: 0, column: 0, length: 1)
}

/// A value and where it stands.
struct Located<Value> {
    var value: Value
    var place: Place

    init(_ value: Value, at place: Place) {
        self.value = value
        self.place = place
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
