/// Gives out names of a limited length, no two the same.
struct UniqueNames {
    let maximumLength: Int
    private var taken: Set<String> = []

    init(maximumLength: Int) { self.maximumLength = maximumLength }

    /// `stem-suffix`, shortened to fit and numbered to differ; letters, digits and dashes only.
    ///
    /// Dots would divide the names of kernel settings; where a dash is an operator, an underscore can stand for it.
    mutating func next(_ stem: String, _ suffix: String = "") -> String {
        let plain = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        var number = 1
        while true {
            let tail = (number == 1 ? "" : String(number)) + (suffix.isEmpty ? "" : "-" + suffix)
            let name = String(plain.prefix(Swift.max(1, maximumLength - tail.utf8.count))) + tail
            if taken.insert(name).inserted { return name }
            number += 1
        }
    }
}
