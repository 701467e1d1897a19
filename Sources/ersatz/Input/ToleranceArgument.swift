import ArgumentParser
import Convergence
import Topology

/// `--tolerance`: `10%`, `20ms`, or both with a comma between.
enum ToleranceArgument {
    static func parse(_ text: String) throws -> Tolerance {
        var tolerance = Tolerance(permille: 0, span: .zero)
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part.last == "%" {
                tolerance.permille = try permille(part.dropLast())
            } else {
                do throws(InvalidDuration) {
                    tolerance.span = try Duration(topologyText: String(part))
                } catch {
                    throw ValidationError("'\(part)' is neither a share such as 10% nor a time such as 20ms")
                }
            }
        }
        guard tolerance.span >= .zero else { throw ValidationError("a tolerance is not negative") }
        return tolerance
    }

    private static func permille(_ text: Substring) throws -> Int {
        guard let percent = Double(text), percent >= 0, percent <= 1000 else {
            throw ValidationError("'\(text)%' is no share from 0% to 1000%")
        }
        return Int((percent * 10).rounded())
    }
}
