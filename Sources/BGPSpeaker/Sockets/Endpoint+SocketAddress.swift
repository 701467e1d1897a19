package import Glibc
package import NetworkTypes

extension Endpoint {
    /// Lends the endpoint in the form that system calls want.
    package func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch address {
        case .v4(let address):
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = port.bigEndian
            value.sin_addr.s_addr = address.rawValue.bigEndian
            return withUnsafePointer(to: value) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .v6(let address):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &value.sin6_addr) { bytes in
                bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
                bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return withUnsafePointer(to: value) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
    }

    /// What a system call wrote; `nil` for families other than IPv4 and IPv6.
    ///
    /// An IPv4 address in IPv6's form counts as IPv4.
    package init?(_ storage: sockaddr_storage) {
        switch Int32(storage.ss_family) {
        case AF_INET:
            let value = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in.self) }
            let address = IPv4Address(rawValue: UInt32(bigEndian: value.sin_addr.s_addr))
            self.init(address: .v4(address), port: UInt16(bigEndian: value.sin_port))
        case AF_INET6:
            let value = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) }
            let (high, low) = withUnsafeBytes(of: value.sin6_addr) {
                ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            }
            let address = IPv6Address(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
            let port = UInt16(bigEndian: value.sin6_port)
            if address.high == 0, address.low >> 32 == 0xFFFF {
                self.init(address: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: address.low))), port: port)
            } else {
                self.init(address: .v6(address), port: port)
            }
        default: return nil
        }
    }
}
