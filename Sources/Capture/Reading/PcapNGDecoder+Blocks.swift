import NetworkTypes

extension PcapNGDecoder {
    mutating func section(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        _ = try cursor.read(UInt32.self)
        let major: UInt16 = try cursor.read()
        guard major == 1 else { throw .version(major: major) }
        _ = try cursor.read(UInt16.self)
        _ = try cursor.read(UInt64.self)
        sectionStart = interfaces.count
        var application: String?
        while let option = try cursor.nextOption() {
            let (code, value) = (option.code, option.value)
            if code == 4, application == nil { application = String(captureText: value) }
        }
        return .section(application: application)
    }

    mutating func interface(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        guard interfaces.count < Self.interfaceLimit else { throw .tooManyInterfaces }
        var result = CaptureInterface(name: "", linkType: try cursor.read())
        _ = try cursor.read(UInt16.self)
        result.snapLength = try cursor.read()
        var resolution = TimeResolution()
        while let option = try cursor.nextOption() {
            let (code, value) = (option.code, option.value)
            var number = BlockCursor(value, isBigEndian: cursor.isBigEndian)
            switch (code, value.byteCount) {
            case (2, _): result.name = String(captureText: value)
            case (3, _): result.description = String(captureText: value)
            case (8, 8): result.bitsPerSecond = try number.read()
            case (9, 1): resolution.setExponent(try number.read())
            case (11, 1...):
                let kind: UInt8 = try number.read()
                if kind == 0 { result.filter = String(captureText: value.extracting(droppingFirst: 1)) }
            case (14, 8): resolution.offsetSeconds = try number.read()
            default: break
            }
        }
        interfaces.append(result)
        resolutions.append(resolution)
        return .interface(interfaces.count - 1)
    }

    func enhancedPacket(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        let interface = try index(cursor.read())
        return try packet(&cursor, interface: interface)
    }

    /// Type 2, which old programs still write: a short interface number and a count of drops.
    func obsoletePacket(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        let number: UInt16 = try cursor.read()
        _ = try cursor.read(UInt16.self)
        return try packet(&cursor, interface: index(UInt32(number)))
    }

    /// Type 3: no time, no interface but the first, and as much of the packet as its snap length lets through.
    func simplePacket(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        let interface = try index(0)
        let original: UInt32 = try cursor.read()
        let snapLength = interfaces[interface].snapLength
        let captured = snapLength == 0 ? original : Swift.min(original, snapLength)
        guard Int(captured) <= cursor.remaining else { throw .packetLength(captured) }
        return .packet(
            CapturedPacket(
                interface: interface,
                nanoseconds: 0,
                bytes: Array(copying: try cursor.read(count: Int(captured))),
                originalByteCount: Int(original)
            )
        )
    }

    private func packet(_ cursor: inout BlockCursor, interface: Int) throws(PcapNGError) -> Item {
        let high: UInt32 = try cursor.read()
        let low: UInt32 = try cursor.read()
        let captured: UInt32 = try cursor.read()
        let original: UInt32 = try cursor.read()
        guard Int(captured) <= cursor.remaining else { throw .packetLength(captured) }
        var packet = CapturedPacket(
            interface: interface,
            nanoseconds: resolutions[interface].nanoseconds(UInt64(high) << 32 | UInt64(low)),
            bytes: Array(copying: try cursor.read(count: Int(captured))),
            originalByteCount: Int(original)
        )
        while let option = try cursor.nextOption() {
            let (code, value) = (option.code, option.value)
            switch (code, value.byteCount) {
            case (1, _): packet.comments.append(String(captureText: value))
            case (2, 4):
                var number = BlockCursor(value, isBigEndian: cursor.isBigEndian)
                let flags: UInt32 = try number.read()
                packet.direction = CaptureDirection(rawValue: UInt8(flags & 3)) ?? .unknown
            default: break
            }
        }
        return .packet(packet)
    }

    func names(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        var result: [Name] = []
        while let option = try cursor.nextOption() {
            let (code, value) = (option.code, option.value)
            var number = BlockCursor(value, isBigEndian: true)
            let address: IPAddress
            switch code {
            case 1: address = .v4(IPv4Address(rawValue: try number.read()))
            case 2: address = .v6(IPv6Address(high: try number.read(), low: try number.read()))
            default: continue
            }
            // One or more names, each with a zero byte at its end.
            while number.remaining > 0 {
                let name = String(captureText: value.extracting(number.offset..<value.byteCount))
                number.offset += value.extracting(number.offset..<value.byteCount).prefixLengthWithoutZero + 1
                if !name.isEmpty { result.append(Name(address: address, name: name)) }
            }
        }
        return .names(result)
    }

    func statistics(_ cursor: inout BlockCursor) throws(PcapNGError) -> Item {
        let interface = try index(cursor.read())
        _ = try cursor.read(UInt64.self)
        var received: UInt64 = 0
        var accepted: UInt64?
        while let option = try cursor.nextOption() {
            let (code, value) = (option.code, option.value)
            var number = BlockCursor(value, isBigEndian: cursor.isBigEndian)
            switch (code, value.byteCount) {
            case (4, 8): received = try number.read()
            case (6, 8): accepted = try number.read()
            default: break
            }
        }
        let dropped = received.subtractingReportingOverflow(accepted ?? received)
        return .statistics(
            CaptureStatistics(
                interface: interface,
                received: received,
                droppedByFilter: dropped.overflow ? 0 : dropped.partialValue
            )
        )
    }

    /// The index among all sections' interfaces.
    private func index(_ number: UInt32) throws(PcapNGError) -> Int {
        let (index, overflow) = sectionStart.addingReportingOverflow(Int(number))
        guard !overflow, index < interfaces.count else { throw .interface(number) }
        return index
    }
}

extension BlockCursor {
    /// The next option or record; `nil` at the end of the list or of the block.
    @_lifetime(copy self)
    mutating func nextOption() throws(PcapNGError) -> Option? {
        guard remaining >= 4 else { return nil }
        let code: UInt16 = try read()
        let length: UInt16 = try read()
        if code == 0 { return nil }
        guard Int(length) <= remaining else { throw .optionLength(length) }
        return Option(code: code, value: try read(count: Int(length)))
    }

    struct Option: ~Escapable {
        let code: UInt16
        let value: RawSpan

        @_lifetime(copy value)
        init(code: UInt16, value: RawSpan) {
            self.code = code
            self.value = value
        }
    }
}

extension RawSpan {
    /// Bytes in front of the first zero, or all.
    fileprivate var prefixLengthWithoutZero: Int { withUnsafeBytes { $0.firstIndex(of: 0) ?? $0.count } }
}
