import NetworkTypes

/// An AS path pattern as the regular expression that FRR, IOS-XE and EOS understand.
///
/// `_` stands for a space, a bracket, the beginning or the end of the path. No `?` occurs, which IOS-XE takes for a
/// call for help: `... 65010` becomes `_65010$`, `12076 ... 65010` becomes `^12076_(.*_)*65010$`.
struct ASPathExpression: CustomStringConvertible {
    let description: String

    init(_ pattern: ASPathPattern) {
        var text = ""
        // What lies before the next number: the beginning, the number before it, or anything.
        var isAfterGap = false
        var isFirst = true
        for element in pattern.elements {
            let word: String
            switch element {
            case .anyNumber:
                isAfterGap = true
                continue
            case .any: word = "[0-9]+"
            case .asn(let asn): word = "\(asn)"
            }
            switch (isFirst, isAfterGap) {
            case (true, false): text += "^"
            case (true, true): text += "_"
            case (false, false): text += "_"
            case (false, true): text += "_(.*_)*"
            }
            text += word
            (isFirst, isAfterGap) = (false, false)
        }
        if isFirst {
            text = isAfterGap ? ".*" : "^$"
        } else {
            text += isAfterGap ? "_" : "$"
        }
        description = text
    }
}
