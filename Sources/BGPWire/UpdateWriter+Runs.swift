import NetworkTypes

extension UpdateWriter {
    /// Starts a run of announcements with one attribute set; its `nextHop` is written in the form of `family`.
    ///
    /// - Returns: `false`, with nothing begun, if attributes of this size leave no room for a route in a message, or the next
    ///   hop is missing or of the wrong family; the routes must then be withdrawn instead.
    public mutating func beginAnnouncing(_ attributes: PathAttributes, family: RouteFamily) -> Bool {
        precondition(messageStart < 0, "finish the run before")
        guard let nextHop = attributes.nextHop, beginHead(nextHop, family: family) else { return false }
        tail.removeAll(keepingCapacity: true)
        if family == .ipv4Unicast {
            attributes.append(to: &head, fourOctetAS: context.fourOctetAS, includingNextHop: true)
        } else {
            attributes.append(to: &tail, fourOctetAS: context.fourOctetAS, includingNextHop: false)
        }
        return completeHead(family)
    }

    /// Starts a run of announcements with attributes that were encoded before.
    ///
    /// `encoded` is the work of ``PathAttributes/append(to:fourOctetAS:includingNextHop:)`` without next hop, which is put in its place.
    /// - Returns: as ``beginAnnouncing(_:family:)``.
    public mutating func beginAnnouncing(encoded: RawSpan, nextHop: NextHop, family: RouteFamily) -> Bool {
        precondition(messageStart < 0, "finish the run before")
        guard beginHead(nextHop, family: family) else { return false }
        tail.removeAll(keepingCapacity: true)
        if family == .ipv4Unicast {
            guard let address = nextHop.address.v4 else { return false }
            // By type: behind ORIGIN and AS_PATH.
            let place = AttributeCursor.offset(of: AttributeType.nextHop, in: encoded)
            head.append(addingCapacity: encoded.byteCount + 16) { octets in
                octets.append(encoded, 0..<place)
                octets.append(AttributeType.transitiveFlag)
                octets.append(AttributeType.nextHop)
                octets.append(4)
                octets.append(UInt64(address.rawValue) << 32, count: 4)
                octets.append(encoded, place..<encoded.byteCount)
            }
        } else {
            tail.append(encoded, 0..<encoded.byteCount)
        }
        return completeHead(family)
    }

    /// Starts a run of withdrawals.
    public mutating func beginWithdrawing(family: RouteFamily) {
        precondition(messageStart < 0, "finish the run before")
        isWithdrawing = true
        beginMessage()
        tail.removeAll(keepingCapacity: true)
        if family == .ipv4Unicast {
            withdrawnLengthOffset = head.count
            head.append(bigEndian: UInt16(0))
            tail.append(bigEndian: UInt16(0))
        } else {
            head.append(bigEndian: UInt16(0))
            beginMultiprotocol(AttributeType.unreachable, family)
        }
        roomBeforeTail = context.maximumMessageLength - tail.count
        isReady = true
    }

    /// Header, no withdrawn routes, and what goes before the other attributes.
    private mutating func beginHead(_ nextHop: NextHop, family: RouteFamily) -> Bool {
        isWithdrawing = false
        beginMessage()
        head.append(bigEndian: UInt16(0))
        if family == .ipv4Unicast {
            guard nextHop.address.v4 != nil else { return false }
            attributeLengthOffset = head.count
            head.append(bigEndian: UInt16(0))
            return true
        }
        // MP_REACH_NLRI goes first, for quick parsing by the receiver (RFC 7606 §5.1).
        beginMultiprotocol(AttributeType.reachable, family)
        guard nextHop.append(to: &head, family: family) else { return false }
        head.append(0)
        return true
    }

    private mutating func beginMessage() {
        isReady = false
        head.removeAll(keepingCapacity: true)
        MessageHeader(type: .update, bodyLength: 0).append(to: &head)
        attributeLengthOffset = nil
        multiprotocolLengthOffset = nil
        withdrawnLengthOffset = nil
    }

    private mutating func beginMultiprotocol(_ type: UInt8, _ family: RouteFamily) {
        attributeLengthOffset = head.count
        head.append(bigEndian: UInt16(0))
        head.append(AttributeType.optionalFlag | AttributeType.extendedLengthFlag)
        head.append(type)
        multiprotocolLengthOffset = head.count
        head.append(bigEndian: UInt16(0))
        head.append(bigEndian: family.identifier.afi)
        head.append(family.identifier.safi)
    }

    /// Fixes what is known before the first route, and whether the longest route would fit.
    private mutating func completeHead(_ family: RouteFamily) -> Bool {
        if family == .ipv4Unicast, let offset = attributeLengthOffset {
            let length = head.count - offset - 2
            guard let length = UInt16(exactly: length) else { return false }
            head.patch(length, at: offset)
            attributeLengthOffset = nil
        }
        roomBeforeTail = context.maximumMessageLength - tail.count
        isReady = head.count + Self.longestRoute(family) <= roomBeforeTail
        return isReady
    }

    private static func longestRoute(_ family: RouteFamily) -> Int {
        switch family {
        case .ipv4Unicast: 5
        case .ipv6Unicast: 17
        case .vpnIPv4: 16
        case .vpnIPv6: 28
        }
    }
}
