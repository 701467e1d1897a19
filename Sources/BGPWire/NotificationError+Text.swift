extension NotificationError: CustomStringConvertible {
    /// The numbers and, where the RFCs name them, the names: `2/2 (bad peer AS)`, `6/2 (administrative shutdown)`.
    public var description: String {
        let numbers = "\(code.rawValue)/\(subcode)"
        let text = name.map { "\(numbers) (\($0))" } ?? numbers
        return hardReset.map { "\(text) for \($0)" } ?? text
    }

    /// What the RFCs call it, in words: `bad peer AS`; `nil` where they don't name it.
    public var name: String? {
        let subcodeName: String? =
            switch code {
            case .messageHeader: HeaderSubcode(rawValue: subcode).map { "\($0)" }
            case .open: OpenSubcode(rawValue: subcode).map { "\($0)" }
            case .update: UpdateSubcode(rawValue: subcode).map { "\($0)" }
            case .stateMachine: StateMachineSubcode(rawValue: subcode).map { "\($0)" }
            case .cease: CeaseSubcode(rawValue: subcode).map { "\($0)" }
            default: nil
            }
        if let subcodeName { return Self.words(in: subcodeName) }
        return switch code {
        case .messageHeader: "message header"
        case .open: "OPEN"
        case .update: "UPDATE"
        case .holdTimer: "hold timer expired"
        case .stateMachine: "state machine"
        case .cease: "cease"
        case .routeRefresh: "ROUTE-REFRESH"
        case .sendHoldTimer: "send hold timer expired"
        default: nil
        }
    }

    /// `badPeerAS` as `bad peer AS`.
    private static func words(in name: String) -> String {
        var words = ""
        var previous: Character = "A"
        for character in name {
            if character.isUppercase, !previous.isUppercase { words.append(" ") }
            words.append(character)
            previous = character
        }
        let parts = words.split(separator: " ").map { part in
            part.dropFirst().contains(where: \.isUppercase) ? String(part) : part.lowercased()
        }
        return parts.joined(separator: " ")
    }
}
