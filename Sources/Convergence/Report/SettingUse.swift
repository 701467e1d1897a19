/// What a setting of one device cost in a run, taken over all events that waited for it.
public struct SettingUse: Hashable, Sendable {
    /// The device that waited.
    public var node: String
    /// The longest wait.
    public var cost: SettingCost
    /// How many events waited.
    public var count: Int
    /// The steps that these follow from, ascending.
    public var steps: [Int]
}
