/// Finds keys that are no scalars in files that use aliases, before the YAML library hashes them.
///
/// An alias as a value costs nothing until somebody walks through it, and that walk is bounded. An alias inside a key
/// is hashed while the file is read, and the hash of a list of lists of aliases takes as long as the list is large
/// once expanded. The search looks at bytes only, so it also finds look-alikes in comments of such files.
enum AliasGuard {
    static func firstComplexKey(in text: String) -> Place? {
        guard text.utf8.contains(UInt8(ascii: "*")), text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        var line = 1
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if let column = firstComplexKey(inLine: Array(bytes)) {
                return Place(line: line, column: column, length: 1)
            }
            line += 1
        }
        return nil
    }

    private static func firstComplexKey(inLine bytes: [UInt8]) -> Int? {
        var index = 0
        var mayStart = true
        while index < bytes.count {
            let byte = bytes[index]
            var end = index + 1
            switch byte {
            case UInt8(ascii: "?") where mayStart && (end == bytes.count || isBlank(bytes[end])): return index + 1
            case UInt8(ascii: "*") where mayStart:
                while end < bytes.count, isAnchorCharacter(bytes[end]) { end += 1 }
                if isFollowedByColon(bytes, end) { return index + 1 }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if isFollowedByColon(bytes, end) { return index + 1 }
            default: break
            }
            mayStart = isBlank(byte) || "[{,:-?".utf8.contains(byte)
            index = end
        }
        return nil
    }

    private static func isFollowedByColon(_ bytes: [UInt8], _ start: Int) -> Bool {
        let next = bytes[start...].first { !isBlank($0) }
        return next == UInt8(ascii: ":")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func isAnchorCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
