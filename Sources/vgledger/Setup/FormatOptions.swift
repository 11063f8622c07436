internal import ArgumentParser

/// How an answer is written; part of ``GlobalOptions``.
struct FormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these fields, in this order; 'help' lists them.", valueName: "names"))
  var fields: String?

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("At most this many rows; a terminal shows 50.", valueName: "count"))
  var limit: Int?

  @Flag(name: .customLong("no-header"), help: "No header line in table, csv and tsv.")
  var noHeader = false

  @Flag(help: "With -o jsonl, begin with a line about the answer itself.")
  var meta = false

  @Flag(inversion: .prefixedNo, help: "In csv, keep spreadsheets from taking a cell for a formula.")
  var csvSafe = true

  @Option(help: "Show times relative, local, utc or raw (milliseconds); JSON is always UTC.")
  var time: TimeChoice?

  @Flag(help: "Show keys of jobs in full in tables.")
  var wideIds = false

  @Option(help: "auto, or never: long answers on a terminal go through a pager.")
  var pager = PagerChoice.auto

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("'--limit' must be 1 or more.") }
  }
}

/// How an answer is written.
enum OutputFormat: String, OptionWord {
  case table
  /// A table with every column, nothing dropped and nothing cut.
  case wide
  case json
  case jsonl
  case csv
  case tsv
  case md

  var isJSON: Bool {
    switch self {
    case .json, .jsonl: true
    case .table, .wide, .csv, .tsv, .md: false
    }
  }

  /// An aligned table, or the layout of a screen.
  var isAligned: Bool {
    switch self {
    case .table, .wide: true
    case .json, .jsonl, .csv, .tsv, .md: false
    }
  }

  /// Made of the columns that people read, not of the fields that programs read.
  var isForPeople: Bool { isAligned || self == .md }
}

enum TimeChoice: String, OptionWord {
  case relative
  case local
  case utc
  case raw
}

enum PagerChoice: String, OptionWord {
  case auto
  case never
}
