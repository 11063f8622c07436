internal import Ledger
internal import Providers

/// What became of an import's records.
struct ImportTally {
  struct Rejection: Equatable {
    /// `nil` for standard input.
    let file: String?
    /// `nil` where the whole file cannot be used.
    let line: Int?
    let why: String

    /// `history.jsonl:3: it is no JSON object`.
    var text: String {
      let place = line.map { line in file.map { "\($0.escaped):\(line)" } ?? "line \(line)" }
      return "\(place ?? file?.escaped ?? "standard input"): \(why)"
    }
  }

  /// Rejections that are told one by one; the rest is counted, and listed in JSON.
  static let rejectionsTold = 20

  private(set) var added = 0
  private(set) var alreadyThere = 0
  private(set) var conflicts: [LogSequence] = []
  private(set) var rejections: [Rejection] = []
  /// Records about something else than videos.
  private(set) var skipped = 0
  /// Events that were appended: a record may be two, a declaration and an answer.
  private(set) var events = 0
  /// How many files held what.
  private(set) var files: [ImportFormat: Int] = [:]

  /// How many records were looked at.
  var records: Int { added + alreadyThere + conflicts.count + rejections.count + skipped }

  /// Takes what became of a record's drafts: new when any of them is.
  mutating func take(_ appended: some Collection<Appended>) {
    var isNew = false
    var conflict: LogSequence?
    for one in appended {
      switch one {
      case .appended:
        isNew = true
        events += 1
      case .alreadyThere: continue
      case .conflict(let sequence, _):
        conflict = sequence
        events += 1
      }
    }
    if let conflict {
      conflicts.append(conflict)
    } else if isNew {
      added += 1
    } else {
      alreadyThere += 1
    }
  }

  mutating func reject(_ rejection: Rejection) { rejections.append(rejection) }

  mutating func skip() { skipped += 1 }

  mutating func began(_ format: ImportFormat) { files[format, default: 0] += 1 }

  func members(dryRun: Bool) -> [(String, JSON)] {
    [
      ("dry_run", .boolean(dryRun)), ("added", .number(String(added))),
      ("already_there", .number(String(alreadyThere))),
      ("conflicts", .array(conflicts.map { .number(String($0.rawValue)) })),
      ("rejected", .number(String(rejections.count))),
      ("skipped", .number(String(skipped))), ("events", .number(String(events))),
      (
        "rejections",
        .array(
          rejections.map { rejection in
            .members([
              ("file", .optional(rejection.file)), ("line", .optional(rejection.line)),
              ("reason", .string(rejection.why)),
            ])
          })
      ),
      (
        "formats",
        .members(
          ImportFormat.allCases.compactMap { format in
            files[format].map { (format.rawValue, .number(String($0))) }
          })
      ),
    ]
  }

  func text(dryRun: Bool) -> String {
    let places = conflicts.prefix(10).map { "#\($0.rawValue)" }.joined(separator: " ")
    let more = conflicts.count > 10 ? " …" : ""
    return (dryRun ? "would add" : "added") + " \(added), already there \(alreadyThere)"
      + ", conflicts \(conflicts.count)\(places.isEmpty ? "" : " (\(places)\(more))")"
      + ", rejected \(rejections.count)"
      + (skipped == 0 ? "" : ", not about videos \(skipped)")
  }
}
