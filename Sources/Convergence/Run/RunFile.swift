/// A file that a run leaves, in the order in which they get their final names: the report last, so that it vouches for
/// the others.
public enum RunFile: String, Hashable, Sendable, CaseIterable {
    case topology = "topology.yaml"
    case trace = "trace.pcapng"
    case journal = "journal.jsonl"
    case metrics = "metrics.jsonl"
    case report = "report.json"
}
