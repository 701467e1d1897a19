import BGPWire
import FullTable
import Measuring
import NetworkTypes

extension MeasureTables {
    /// Every check of RFC 7606, all attributes, all prefixes; nothing is kept.
    func decode(_ file: String, _ sample: inout Sample) throws {
        var stream = try MessageStream(path: file)
        var routes = 0
        var sum: UInt32 = 0
        var cost = Cost()
        func decode(_ body: RawSpan) {
            guard let update = try? UpdateReader(body, context: WireContext()),
                case .usable(let attributes, discarded: 0) = update.decodeAttributes(for: .body)
            else { return }
            sum &+= UInt32(truncatingIfNeeded: attributes.communities.count)
            var cursor = update.announced(IPv4Prefix.self, in: .body)
            while let prefix = cursor.next() {
                sum &+= prefix.address.rawValue
                routes += 1
            }
        }
        try cost.measure { while try stream.nextPiece(decode) {} }
        sample.add("routes", Double(routes), "")
        sample.add("decode", cost)
        sample.add("checksum", Double(sum), "")
    }
}
