/// Finds the word that somebody probably meant.
enum Suggestion {
    /// The candidate nearest to `word`, if it is near enough to be a slip; the first of equals.
    ///
    /// Complexity: O(candidates × length²), lengths cut at 64.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let word = Array(word.lowercased().unicodeScalars.prefix(64))
        let limit = Swift.max(1, word.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
            guard abs(other.count - word.count) <= limit || isPrefix(word, other) else { continue }
            let distance = isPrefix(word, other) ? 1 : distance(word, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    private static func isPrefix(_ word: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Bool {
        word.count >= 3 && (other.starts(with: word) || word.starts(with: other) && other.count >= 3)
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        if a.isEmpty || b.isEmpty { return Swift.max(a.count, b.count) }
        var before: [Int] = []
        var previous = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1]
            for j in b.indices {
                var cost = Swift.min(previous[j + 1], current[j]) + 1
                cost = Swift.min(cost, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = Swift.min(cost, before[j - 1] + 1) }
                current.append(cost)
            }
            before = previous
            previous = current
        }
        return previous[b.count]
    }
}
