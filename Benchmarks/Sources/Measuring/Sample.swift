import Foundation

/// The figures of one run of a workload.
public struct Sample: Codable, Sendable {
    public struct Figure: Codable, Sendable {
        public var name: String
        public var value: Double
        public var unit: String
    }

    public let workload: String
    public private(set) var figures: [Figure] = []

    public init(_ workload: String) { self.workload = workload }

    public mutating func add(_ name: String, _ value: Double, _ unit: String) {
        figures.append(Figure(name: name, value: value, unit: unit))
    }

    /// Wall-clock and processor time, in milliseconds.
    public mutating func add(_ name: String, _ cost: Cost) {
        add(name, cost.wallSeconds * 1000, "ms")
        add(name + ", processor", cost.cpuSeconds * 1000, "ms")
    }

    /// The sample as one line of JSON.
    public func line() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
