import Control
import Foundation
import Network
import NetworkTypes
import Replay
import Synchronization
import Topology

extension Lab {
    /// Does what a step says, at once.
    ///
    /// - Parameter text: the step as in a topology file, such as `{ at: 0s, cut: link/er-ams/primary, for: 10s }`.
    func fault(_ text: String) throws(ControlError) -> FaultRow {
        let elapsed = replay.operate { network, now in network.timeZero.map { now - $0 } }
        guard let elapsed else {
            throw .refused("the network is still settling; `ersatz show status` tells when it is done")
        }
        let result = topology.withLock { topology -> Result<FaultRow, ControlError> in
            let (step, diagnostics) = topology.addStep(text, at: elapsed)
            let sentences = diagnostics.map(\.sentence)
            guard let step else { return .failure(.refused(sentences.joined(separator: "\n"))) }
            replay.operate { network, now in network.take(step, at: now) }
            return .success(FaultRow(step, warnings: sentences))
        }
        return try result.get()
    }

    /// Steps under way, oldest first.
    func faults() -> [FaultRow] {
        replay.operate { network, _ in
            let steps = network.allSteps
            return network.stepsUnderWay.map { FaultRow(steps[$0 - 1], warnings: []) }
        }
    }
}

extension FaultRow {
    fileprivate init(_ step: Topology.Step, warnings: [String]) {
        self.init(
            step: step.number,
            verb: step.verb.name,
            targets: step.targetPaths.map(\.description),
            atSeconds: step.at.inSeconds,
            untilSeconds: step.restoresAfter.map { (step.at + $0).inSeconds },
            warnings: warnings
        )
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(nanoseconds) / 1e9 }
}

extension Diagnostic {
    /// What is wrong, without a place, since the words had none.
    fileprivate var sentence: String {
        let suggestion = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return message + suggestion + notes.map { " (\($0))" }.joined()
    }
}
