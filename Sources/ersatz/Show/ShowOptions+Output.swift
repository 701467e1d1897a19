import Control
import Foundation

/// A column of a table that is written as its rows arrive.
struct Column<Row> {
    let title: String
    /// At least so many characters; wider values push the rest to the right.
    let width: Int
    let text: (Row) -> String

    init(_ title: String, _ width: Int, _ text: @escaping (Row) -> String) {
        self.title = title
        self.width = width
        self.text = text
    }
}

extension ShowOptions {
    /// Asks, and writes a table or an array.
    func show<Row: Codable>(_ request: ControlRequest, _: Row.Type, columns: [Column<Row>]) throws {
        try show(columns: columns) { try ask(request, Row.self, $0) }
    }

    /// Writes rows from anywhere as a table or an array; `source` hands them over one by one.
    func show<Row: Codable>(columns: [Column<Row>], from source: ((Row) throws -> Void) throws -> Void) throws {
        guard format == .text else { return try writeArray(from: source) }
        var isFirst = true
        try source { row in
            let title = isFirst ? Self.line(columns.map { ($0.title, $0.width) }) + "\n" : ""
            isFirst = false
            try Console.print(title + Self.line(columns.map { ($0.text(row), $0.width) }) + "\n")
        }
        if isFirst { try Console.print(Self.line(columns.map { ($0.title, $0.width) }) + "\n") }
    }

    /// Asks, and writes what `text` makes of each row, or an array.
    func show<Row: Codable>(_ request: ControlRequest, _: Row.Type, text: (Row) -> String) throws {
        switch format {
        case .text: try ask(request, Row.self) { try Console.print(text($0) + "\n") }
        case .json: try writeArray { (body: (Row) throws -> Void) in try ask(request, Row.self, body) }
        }
    }

    /// Asks, and hands over the rows as they come.
    func ask<Row: Codable>(_ request: ControlRequest, _: Row.Type, _ body: (Row) throws -> Void) throws {
        do {
            try ControlClient(path: try socketPath()).ask(request, rows: Row.self, body)
        } catch ControlError.refused(let reason) {
            throw Failure(reason)
        } catch let error as ControlError {
            throw Failure(error.sentence, status: .lacking)
        }
    }

    private func writeArray<Row: Codable>(from source: ((Row) throws -> Void) throws -> Void) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var separator = "[\n  "
        try source { row in
            try Console.print(separator + String(decoding: try encoder.encode(row), as: UTF8.self))
            separator = ",\n  "
        }
        try Console.print(separator == "[\n  " ? "[]\n" : "\n]\n")
    }

    func socketPath() throws -> String {
        let directory = RuntimeDirectory()
        if let socket { return socket.contains("/") ? socket : "\(directory.path)/\(socket).sock" }
        let sockets = directory.sockets
        guard let first = sockets.first else {
            throw Failure("nothing to look into runs here (looked in \(directory.path))", status: .lacking)
        }
        guard sockets.count == 1 else {
            throw Failure("several run here; choose one with --socket: \(sockets.joined(separator: " "))")
        }
        return first
    }

    private static func line(_ cells: [(text: String, width: Int)]) -> String {
        var line = ""
        for (place, cell) in cells.enumerated() {
            if place > 0 { line += " " }
            line += cell.text
            line += String(repeating: " ", count: max(0, cell.width - cell.text.count))
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
