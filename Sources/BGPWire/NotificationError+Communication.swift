extension NotificationError {
    /// A Cease that tells the operator at the other end why, in up to 255 octets of UTF-8 (RFC 9003).
    ///
    /// Longer text is cut at a character's boundary. Other subcodes than shutdown and reset carry none.
    public init(_ subcode: CeaseSubcode, communication: String?) {
        guard let communication, subcode == .administrativeShutdown || subcode == .administrativeReset else {
            self.init(subcode)
            return
        }
        var text: [UInt8] = []
        for scalar in communication.unicodeScalars {
            let encoded = UTF8.encode(scalar).map(Array.init) ?? []
            guard text.count + encoded.count <= 255 else { break }
            text += encoded
        }
        self.init(subcode, data: text.isEmpty ? [] : [UInt8(text.count)] + text)
    }

    /// The text for the operator in a received shutdown or reset, or `nil` if there is none or it is not valid UTF-8.
    ///
    /// Octets beyond the stated length make it malformed; RFC 9003 §2 then asks to log what came, not to fail.
    public var communication: String? {
        if let hardReset { return hardReset.communication }
        guard code == .cease,
            subcode == CeaseSubcode.administrativeShutdown.rawValue
                || subcode == CeaseSubcode.administrativeReset.rawValue,
            let length = data.first, length > 0, data.count == 1 + Int(length)
        else { return nil }
        return String(validating: data.dropFirst(), as: UTF8.self)
    }
}

extension NotificationError {
    /// The same as a Hard Reset, after which a peer that keeps routes over a NOTIFICATION keeps none (RFC 8538 §3).
    public var asHardReset: NotificationError {
        NotificationError(.hardReset, data: [code.rawValue, subcode] + data)
    }

    /// Whether this is a Hard Reset.
    public var isHardReset: Bool { code == .cease && subcode == CeaseSubcode.hardReset.rawValue }

    /// What a Hard Reset says the reason is; `nil` if this is none, or it does not say, or says that it is one itself.
    public var hardReset: NotificationError? {
        guard isHardReset, data.count >= 2 else { return nil }
        let inner = NotificationError(
            code: NotificationCode(rawValue: data[0]),
            subcode: data[1],
            data: Array(data.dropFirst(2))
        )
        return inner.isHardReset ? nil : inner
    }
}
