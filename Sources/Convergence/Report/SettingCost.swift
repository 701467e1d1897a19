/// A setting of a router that made an event wait for its cause.
public struct SettingCost: Hashable, Sendable {
    /// The key of the router, such as `carrierDelay`.
    public var setting: String
    public var time: Duration
    /// Whether a profile says so or the topology file, such as `profile iosxe`.
    public var origin: String?
    /// What the profile's figure rests on.
    public var source: String?

    /// In words, such as `carrier delay 2 s (profile iosxe)`.
    public var text: String { "\(name) \(time.text)" + (origin.map { " (\($0))" } ?? "") }

    var name: String {
        switch setting {
        case "carrierDelay": "carrier delay"
        case "interfaceDampening": "interface dampening"
        case "nextHopDelay": "next-hop delay"
        case "decisionDelay": "decision delay"
        case "fib": "FIB programming"
        case "advertisementInterval": "advertisement interval"
        case "firstUpdateDelay": "delay of the first update"
        case "dampening": "route dampening"
        case "holdTime": "hold time"
        case "bfd": "BFD detection time"
        default: setting
        }
    }
}
