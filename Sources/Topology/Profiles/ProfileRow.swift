/// One row of the table of profiles: what each of them does about one setting.
public struct ProfileRow<Value: Hashable & Sendable>: Sendable {
    /// A value and what it rests on: a document, an RFC, a measurement, or the word `unconfirmed`.
    public typealias Figure = (value: Value, source: String)

    /// The key of a router that overrides it.
    public let key: String
    private let ideal, iosxe, junos, eos, frr, bird: Figure

    init(
        _ key: String,
        ideal: Figure,
        iosxe: Figure,
        junos: Figure,
        eos: Figure,
        frr: Figure,
        bird: Figure
    ) {
        self.key = key
        self.ideal = ideal
        self.iosxe = iosxe
        self.junos = junos
        self.eos = eos
        self.frr = frr
        self.bird = bird
    }

    /// The same for both programs that leave forwarding to the Linux kernel.
    init(_ key: String, ideal: Figure, iosxe: Figure, junos: Figure, eos: Figure, linux: Figure) {
        self.init(key, ideal: ideal, iosxe: iosxe, junos: junos, eos: eos, frr: linux, bird: linux)
    }

    public func figure(_ profile: Topology.Profile) -> Figure {
        switch profile {
        case .ideal: ideal
        case .iosxe: iosxe
        case .junos: junos
        case .eos: eos
        case .frr: frr
        case .bird: bird
        }
    }

    func setting(_ profile: Topology.Profile) -> Topology.Setting<Value> {
        let figure = figure(profile)
        return Topology.Setting(figure.value, .profile(profile, source: figure.source))
    }
}
