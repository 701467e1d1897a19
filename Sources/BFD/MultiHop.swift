/// What RFC 5883 fixes for sessions between systems that are not on one wire, such as MSEEs and route reflectors.
public enum MultiHop {
    /// The UDP destination port of control packets (RFC 5883 §5).
    public static let controlPort: UInt16 = 4784
}
