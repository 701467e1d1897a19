/// A pattern over a whole AS path: numbers, any one number, any number of them.
public struct ASPathPattern: Hashable, Sendable {
    public enum Element: Hashable, Sendable {
        case asn(ASN)
        case any
        case anyNumber
    }

    public var elements: [Element]

    public init(elements: [Element]) { self.elements = elements }

    /// Whether a whole path fits the pattern.
    ///
    /// Complexity: O(path × pattern).
    public func matches(_ path: [ASN]) -> Bool {
        // The set of positions in the path that the elements so far can end at.
        var reached = [Bool](repeating: false, count: path.count + 1)
        reached[0] = true
        for element in elements {
            var next = [Bool](repeating: false, count: path.count + 1)
            switch element {
            case .anyNumber:
                var any = false
                for index in reached.indices {
                    any = any || reached[index]
                    next[index] = any
                }
            case .any: for index in path.indices where reached[index] { next[index + 1] = true }
            case .asn(let asn):
                for index in path.indices where reached[index] && path[index] == asn { next[index + 1] = true }
            }
            reached = next
        }
        return reached[path.count]
    }
}
