/// Remembers into what an attribute set was turned, without keeping either set alive.
///
/// A direct-mapped cache that grows with use up to 4,096 entries of 32 bytes; an entry whose sets are gone is not found.
struct ExportMemo: Sendable {
    private struct Entry: BitwiseCopyable {
        var handle: UInt32 = 0
        var serial: UInt32 = 0
        var variant: UInt32 = 0
        var result: UInt32 = 0
        var resultSerial: UInt32 = 0
        var mask: UInt64 = 0
    }

    private var entries: [Entry] = []
    private var misses = 0

    /// What the set was turned into, 0 for a refusal, without a use; `nil` if that is not known.
    ///
    /// `variant` and `mask` are whatever else the result depends on.
    func find(_ handle: UInt32, _ variant: UInt32, _ mask: UInt64, _ store: borrowing AttributeStore) -> UInt32? {
        guard !entries.isEmpty else { return nil }
        let entry = entries[Int(handle) & (entries.count - 1)]
        guard entry.handle == handle, entry.variant == variant, entry.mask == mask,
            entry.serial == store.serial(handle),
            entry.result == 0 || store.isCurrent(entry.result, serial: entry.resultSerial)
        else { return nil }
        return entry.result
    }

    mutating func store(
        _ handle: UInt32,
        _ variant: UInt32,
        _ mask: UInt64,
        _ result: UInt32,
        _ store: borrowing AttributeStore
    ) {
        misses += 1
        if misses > entries.count, entries.count < 4096 {
            entries = Array(repeating: Entry(), count: Swift.max(16, entries.count * 4))
            misses = 0
        }
        entries[Int(handle) & (entries.count - 1)] = Entry(
            handle: handle,
            serial: store.serial(handle),
            variant: variant,
            result: result,
            resultSerial: result == 0 ? 0 : store.serial(result),
            mask: mask
        )
    }

    mutating func removeAll() { self = ExportMemo() }
}
