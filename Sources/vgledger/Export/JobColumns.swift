internal import Ledger
internal import Providers
internal import SQLite

/// The columns of the table `jobs`: every field of a job, and whole numbers beside times and money, so
/// that SQL can sort, subtract and add exactly.
enum JobColumns {
  struct Column {
    let name: String
    /// The type in SQL.
    let type: String
  }

  static let all: [Column] =
    columns("TEXT", ["key", "id", "account", "dialect"])
    + [Column(name: "number", type: "INTEGER PRIMARY KEY")]
    + columns("TEXT", ["state"]) + columns("INTEGER", ["verdict"])
    + columns("TEXT", ["provider_status"]) + columns("INTEGER", ["progress"])
    + columns("TEXT", ["reason", "error_code", "error_message"])
    + columns("INTEGER", ["http_status"]) + columns("TEXT", ["model"])
    + columns("REAL", ["seconds"]) + columns("TEXT", ["size", "resolution"])
    + columns("INTEGER", ["audio", "samples_asked", "samples_given", "samples_filtered"])
    + columns("TEXT", ["project", "labels", "prompt", "prompt_sha256"])
    + columns(
      "TEXT",
      [
        "submitted_at", "submitted_from", "first_seen_at", "last_seen_at", "finished_at",
        "finished_at_lo", "finished_at_hi", "finished_from", "verdict_at",
      ])
    + columns(
      "INTEGER",
      ["queued", "running", "total", "lag", "fetch"].flatMap {
        ["\($0)_ms", "\($0)_lo_ms", "\($0)_hi_ms"]
      })
    + columns(
      "TEXT",
      [
        "assets", "cost", "currency", "cost_basis", "list_price", "list_currency", "price_id",
        "charged", "charged_by",
      ])
    + columns(
      "INTEGER", ["polls", "deliveries", "events", "first_sequence", "last_sequence"])
    + columns("TEXT", ["anomalies"])
    + columns("INTEGER", ["submitted_unix_ms", "finished_unix_ms", "cost_nano", "list_price_nano"])

  private static func columns(_ type: String, _ names: [String]) -> [Column] {
    names.map { Column(name: $0, type: type) }
  }

  /// The values of a job's row, in the order of ``all``.
  static func row(_ job: Job, _ cost: JobCost) -> [SQLiteValue] {
    var values: [String: SQLiteValue] = [:]
    for (name, value) in JobFields.members(job, cost: cost) { values[name] = SQLiteValue(value) }
    values["submitted_unix_ms"] = .optional(
      (job.submitted?.moment ?? job.firstSeen).rawValue)
    values["finished_unix_ms"] = .optional(Phases(job).finishedMiddle?.rawValue)
    values["cost_nano"] = .optional(cost.amount.flatMap { Int64(exactly: $0.units) })
    values["list_price_nano"] = .optional(cost.listPrice.flatMap { Int64(exactly: $0.units) })
    return all.map { values[$0.name] ?? .null }
  }
}

extension SQLiteValue {
  /// The value as a cell: numbers are numbers, truths 1 and 0, lists and objects JSON text.
  init(_ json: JSON) {
    switch json {
    case .null: self = .null
    case .boolean(let truth): self = .integer(truth ? 1 : 0)
    case .number(let digits):
      if let whole = Int64(digits) {
        self = .integer(whole)
      } else if let number = Double(digits) {
        self = .real(number)
      } else {
        self = .text(digits)
      }
    case .string(let text): self = .text(text)
    case .array, .object: self = .text(json.compactText)
    }
  }
}
