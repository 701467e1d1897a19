import Topology

/// Something that is done to a gateway and takes its time.
struct GatewayOperation: Sendable {
    enum Kind: String, Sendable {
        case scale, resize, prepare, migrate, commit, abort
    }

    /// How far a migration has come.
    enum Migration: Sendable {
        /// The second gateway is there, traffic uses the first.
        case prepared
        /// Traffic uses the second.
        case migrated
        /// The first is gone.
        case committed
    }

    var kind: Kind
    /// Of `scale` and `resize`: the units that the gateway is to have.
    var units = 0
    /// Of `resize`.
    var sku: GatewaySKU?
    /// The event that began it.
    var cause: Int?

    init(kind: Kind, units: Int = 0, sku: GatewaySKU? = nil) {
        (self.kind, self.units, self.sku) = (kind, units, sku)
    }

    /// The operation that a step asks for; `nil` if it is none.
    init?(_ verb: Topology.Verb) {
        switch verb {
        case .resize(.gateway(let sku, let units)): self.init(kind: .resize, units: units, sku: sku)
        case .migrate(.prepare): self.init(kind: .prepare)
        case .migrate(.move): self.init(kind: .migrate)
        case .migrate(.commit): self.init(kind: .commit)
        case .migrate(.abort): self.init(kind: .abort)
        default: return nil
        }
    }

    private var size: String {
        guard let sku else { return "" }
        return sku == .erGwScale ? "\(sku.rawValue) with \(units) units" : sku.rawValue
    }

    /// What it is, or was, in words.
    func text(isOver: Bool) -> String {
        switch kind {
        case .scale: isOver ? "has \(units) scale units" : "is being scaled to \(units) units"
        case .resize: isOver ? "is of SKU \(size)" : "is being resized to \(size)"
        case .prepare: isOver ? "a second gateway is prepared" : "a second gateway is being prepared"
        case .migrate: isOver ? "traffic uses the second gateway" : "traffic is being moved to the second gateway"
        case .commit: isOver ? "the first gateway is removed" : "the first gateway is being removed"
        case .abort: isOver ? "the second gateway is removed" : "traffic goes back to the first gateway"
        }
    }
}

extension Topology.Timing {
    /// How long an operation takes.
    func length(of kind: GatewayOperation.Kind) -> Duration {
        switch kind {
        case .scale: gatewayScaling
        case .resize: gatewayResize
        case .prepare: migrationPreparation
        case .migrate: migrationMove
        case .commit, .abort: .zero
        }
    }
}
