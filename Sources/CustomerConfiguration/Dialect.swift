/// The language that a router's configuration is written in.
public enum Dialect: String, CaseIterable, Sendable {
    /// FRR 8.4.
    case frr
    /// BIRD 2.0.12.
    case bird
    case iosxe, junos, eos
}

/// One file of a router's configuration.
public struct ConfigurationFile: Hashable, Sendable {
    /// Without a folder, such as `bgpd.conf`.
    public var name: String
    public var text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

extension CustomerRouter {
    /// The files that make a real router do what the emulated one does.
    ///
    /// FRR gets one file per daemon, in the order in which the daemons are started; the others get one file.
    public func configuration(_ dialect: Dialect) -> [ConfigurationFile] {
        switch dialect {
        case .frr: FRRConfiguration(self).files
        case .bird: [ConfigurationFile(name: "bird.conf", text: BIRDConfiguration(self).text)]
        case .iosxe: [ConfigurationFile(name: "ios-xe.cfg", text: IOSXEConfiguration(self).text)]
        case .junos: [ConfigurationFile(name: "junos.conf", text: JunosConfiguration(self).text)]
        case .eos: [ConfigurationFile(name: "eos.cfg", text: EOSConfiguration(self).text)]
        }
    }

    /// The same in one file, as a router that a person looks after has it: FRR's `frr.conf`, read by `vtysh`.
    public func integratedConfiguration(_ dialect: Dialect) -> ConfigurationFile {
        switch dialect {
        case .frr: ConfigurationFile(name: "frr.conf", text: FRRConfiguration(self).integratedText)
        default: configuration(dialect)[0]
        }
    }
}
