/// The facts about a run that stand in the first line of its journal.
public struct JournalHeader: Hashable, Sendable {
    public static let schemaVersion = 1

    /// Name of the topology.
    public var topology: String
    /// `virtual` or `live`.
    public var engine: String
    public var seed: UInt64
    /// Wall-clock meaning of time zero, RFC 3339; 2000-01-01T00:00:00Z in virtual time.
    public var epoch: String
    /// Version of the program.
    public var version: String

    public init(topology: String, engine: String, seed: UInt64, epoch: String, version: String) {
        self.topology = topology
        self.engine = engine
        self.seed = seed
        self.epoch = epoch
        self.version = version
    }
}
