import Foundation

/// What `report.json` says, read by somebody who has nothing but the file and its description in `docs/report-format.md`.
struct WrittenReport: Decodable {
    var steps: [Step]
    var flows: [Flow]
    var convergence: [Convergence]

    struct Step: Decodable {
        var step: Int
        var phase: String
        var atSeconds: Double
        var verb: String
        var subject: String
        var detections: [Detection]
    }

    struct Detection: Decodable {
        var atSeconds: Double
        var delaySeconds: Double
        var node: String
        var by: String
    }

    struct Flow: Decodable {
        var name: String
        var direction: String
        var lost: Int
        var outages: [Outage]
    }

    struct Outage: Decodable {
        var startSeconds: Double
        var durationSeconds: Double
        var open: Bool
        var lost: Int
        var tuples: [Int]
        var step: Int?
        var phase: String?
        var endedBy: Ending?
        var place: String?
        var reason: String?

        struct Ending: Decodable {
            var step: Int
        }
    }

    struct Convergence: Decodable {
        var step: Int
        var phase: String
        var flow: String
        var direction: String
        var detectionSeconds: Double?
        var detectedBy: String?
        var propagationSeconds: Double?
        var decisionSeconds: Double?
        var installationSeconds: Double?
        var routeConvergenceSeconds: Double?
        var worstOutageSeconds: Double
        var lost: Int
        var hurt: Int
        var moved: Int
        var criticalPath: [Link]
    }

    struct Link: Decodable {
        var t: Double
        var kind: String
        var subject: String
        var what: String
        var stage: String?
        var durationSeconds: Double
    }

    init(_ octets: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(octets))
    }
}
