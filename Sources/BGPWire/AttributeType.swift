/// Type codes of the path attributes that are understood here, and the flags that each must have.
enum AttributeType {
    static let origin: UInt8 = 1
    static let asPath: UInt8 = 2
    static let nextHop: UInt8 = 3
    static let med: UInt8 = 4
    static let localPreference: UInt8 = 5
    static let atomicAggregate: UInt8 = 6
    static let aggregator: UInt8 = 7
    static let communities: UInt8 = 8
    static let originatorID: UInt8 = 9
    static let clusterList: UInt8 = 10
    static let reachable: UInt8 = 14
    static let unreachable: UInt8 = 15
    static let extendedCommunities: UInt8 = 16
    static let as4Path: UInt8 = 17
    static let as4Aggregator: UInt8 = 18
    static let largeCommunities: UInt8 = 32

    static let optionalFlag: UInt8 = 0x80
    static let transitiveFlag: UInt8 = 0x40
    static let partialFlag: UInt8 = 0x20
    static let extendedLengthFlag: UInt8 = 0x10

    /// The optional and transitive bits that a known type must have; `nil` for an unknown type.
    @inline(__always)
    static func requiredFlags(_ type: UInt8) -> UInt8? {
        switch type {
        case origin, asPath, nextHop, localPreference, atomicAggregate: transitiveFlag
        case med, originatorID, clusterList, reachable, unreachable: optionalFlag
        case aggregator, communities, extendedCommunities, as4Path, as4Aggregator, largeCommunities:
            optionalFlag | transitiveFlag
        default: nil
        }
    }
}
