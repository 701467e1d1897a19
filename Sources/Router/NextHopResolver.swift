import NetworkTypes
import RIB

/// The next hops that the RIB depends on at present, in the order in which it took them up.
struct NextHopResolver: Sendable {
    private(set) var uses: [NextHopUse] = []

    /// Takes note of what the RIB began or ceased to use; returns those that need an answer.
    mutating func note(_ changes: [NextHopUse]) -> [NextHopUse] {
        var begun: [NextHopUse] = []
        for change in changes {
            let known = uses.firstIndex { $0.domain == change.domain && $0.address == change.address }
            switch (change.isUsed, known) {
            case (true, nil):
                uses.append(change)
                begun.append(change)
            case (true, .some):
                begun.append(change)
            case (false, .some(let place)):
                uses.remove(at: place)
            case (false, nil):
                break
            }
        }
        return begun
    }
}
