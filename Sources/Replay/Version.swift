/// The program's version, as it stands in journals and traces.
public enum Version {
    public static let text = "0.1.0"
}
