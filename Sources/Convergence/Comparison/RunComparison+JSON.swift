internal import Network
internal import NetworkTypes

extension RunComparison {
    /// The comparison as data: UTF-8, the same for the same journals everywhere.
    public func json() -> [UInt8] {
        var json = JSONWriter(layout: .indented)
        json.object { json in
            json.member("schemaVersion", Self.schemaVersion)
            json.key("first")
            json.object { first.writeMembers(to: &$0) }
            json.key("second")
            json.object { second.writeMembers(to: &$0) }
            json.member("firstIsWhole", firstIsWhole)
            json.member("secondIsWhole", secondIsWhole)
            json.member("regression", isRegression)
            json.key("tolerance")
            json.object { json in
                json.member("permille", tolerance.permille)
                json.member("spanSeconds", seconds: tolerance.span)
            }
            json.list("endState", endDifferences) { difference, json in
                json.member("kind", difference.kind.rawValue)
                json.member("subject", difference.subject)
                json.key("tuples")
                json.array(inline: true) { json in for tuple in difference.tuples { json.integer(tuple) } }
                json.member("first", difference.first)
                json.member("second", difference.second)
            }
            json.list("outages", costs) { $0.writeMembers(to: &$1) }
            json.list("unmatchedSteps", unmatchedSteps) { $1.members($0) }
            json.list("divergences", divergences) { divergence, json in
                json.member("kind", divergence.kind)
                json.member("subject", divergence.subject)
                json.member("node", divergence.node)
                json.member("what", divergence.what)
                json.member("firstSeconds", seconds: divergence.first)
                json.member("secondSeconds", seconds: divergence.second)
            }
            json.list("expectations", expectationChanges) { change, json in
                json.member("first", change.first.verdict.rawValue)
                json.member("second", change.second.verdict.rawValue)
                json.member("sentence", change.second.sentence)
            }
        }
        json.endLine()
        return json.bytes
    }
}

extension JournalHeader {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("topology", topology)
        json.member("engine", engine)
        json.member("seed", seed)
        json.member("version", version)
    }
}

extension RunComparison.Cost {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.members(stepPhase)
        json.member("flow", flow)
        json.member("direction", direction.rawValue)
        json.member("verdict", verdict.rawValue)
        json.member("firstSeconds", seconds: first.worstOutage)
        json.member("secondSeconds", seconds: second.worstOutage)
        json.member("firstLost", first.lost)
        json.member("secondLost", second.lost)
        json.member("firstMoved", first.moved)
        json.member("secondMoved", second.moved)
        json.member("firstDetectedBy", first.detectedBy?.rawValue)
        json.member("secondDetectedBy", second.detectedBy?.rawValue)
    }
}
