import Convergence

extension Failure {
    /// What is wrong with a file that should be a journal, with its line.
    init(_ error: JournalError, in file: String) {
        let (line, problem): (Int?, String) =
            switch error {
            case .empty: (nil, "the file is empty; name a directory that `ersatz run` left, or its journal.jsonl")
            case .notJSON(let line, _, _), .notAnObject(let line): (line, "this is no line of a journal")
            case .missingField(let line, let name): (line, "'\(name)' is missing")
            case .duplicateField(let line, let name): (line, "'\(name)' stands here twice")
            case .badField(let line, let name): (line, "'\(name)' has a value that cannot be")
            case .unknownKind(let line, let kind): (line, "'\(kind)' is no kind of event that this version knows")
            case .unsupportedSchemaVersion(let version):
                (1, "this version does not read journals of version \(version)")
            case .wrongID(let line, let expected): (line, "the event should have the id \(expected)")
            case .timeGoesBack(let line): (line, "time goes back here")
            case .causedByLater(let line): (line, "the event is caused by one that comes later")
            }
        self.init("\(file)\(line.map { ":\($0)" } ?? ""): \(problem)")
    }
}
