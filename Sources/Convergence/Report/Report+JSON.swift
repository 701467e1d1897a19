extension Report {
    /// The bytes of `report.json`: UTF-8, the same for the same report everywhere.
    public func json() -> [UInt8] { fatalError() }
}
