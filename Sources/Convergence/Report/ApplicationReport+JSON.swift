internal import Network
internal import NetworkTypes

extension ApplicationReport {
    func writeMembers(to json: inout JSONWriter) {
        json.member("protocol", kind)
        if kind == "tcp" { writeConnections(to: &json) } else { writeRequests(to: &json) }
    }

    private func writeConnections(to json: inout JSONWriter) {
        json.member("longestStallSeconds", seconds: longestStall)
        json.member("retransmitted", retransmitted)
        json.member("broken", breaks.count)
        json.list("stalls", inline: true, stalls) { stall, json in
            json.member("tuple", stall.tuple)
            json.member("startSeconds", seconds: stall.start)
            json.member("endSeconds", seconds: stall.isOpen ? nil : stall.end)
            json.member("durationSeconds", seconds: stall.duration)
            json.member("open", stall.isOpen)
            json.members(stall.cause)
        }
        json.list("breaks", inline: true, breaks) { end, json in
            json.member("tuple", end.tuple)
            json.member("atSeconds", seconds: end.at)
            json.member("node", end.node)
            json.member("reason", end.reason)
            json.members(end.cause)
        }
    }

    private func writeRequests(to json: inout JSONWriter) {
        json.member("requests", requests)
        json.member("answered", answered)
        json.member("delayed", count(.delayed))
        json.member("failed", count(.failed))
        json.member("repeated", repeated)
        json.member("waiting", waiting)
        json.member("longestWaitSeconds", seconds: longestWait)
        json.list("troubled", inline: true, troubledRequests) { request, json in
            json.member("tuple", request.tuple)
            json.member("sentSeconds", seconds: request.sent)
            json.member("tries", request.tries)
            json.member("fate", request.fate.rawValue)
            json.members(request.cause)
        }
    }
}
