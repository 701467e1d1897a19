extension JournalEvent.Kind {
    /// What a number in a journal line stands for, which the text alone does not say.
    public enum NumberMeaning: Hashable, Sendable {
        case integer
        case duration
        case instant
    }

    /// The meaning of a number in the field called `name`: a few fields are instants, other names in `Seconds` are
    /// durations.
    public func meaning(ofNumberIn name: String) -> NumberMeaning {
        switch (self, name) {
        case (.flowPath, "at"), (.flowFirstPacket, "sent"), (.flowLoss, "from"), (.flowLoss, "to"),
            (.flowStall, "from"), (.flowStall, "to"), (.flowRequest, "sent"), (.controllerNoticed, "dueSeconds"),
            (.maintenance, "opensSeconds"), (.restartAwaited, "untilSeconds"), (.selectionDeferred, "untilSeconds"):
            .instant
        default: name.hasSuffix("Seconds") ? .duration : .integer
        }
    }
}
