import ArgumentParser
import Topology

/// `--seed`: a whole number.
enum Seed {
    static func parse(_ text: String) throws -> UInt64 {
        guard let seed = UInt64(text) else {
            throw ValidationError("a seed is a whole number from 0 to \(UInt64.max)")
        }
        return seed
    }
}

/// `--until`: a time after time zero.
enum RunLength {
    static func parse(_ text: String) throws -> Duration {
        let duration: Duration
        do throws(InvalidDuration) { duration = try Duration(topologyText: text) } catch {
            throw ValidationError(error.reason)
        }
        guard duration >= .zero else { throw ValidationError("a run cannot end before time zero") }
        return duration
    }
}
