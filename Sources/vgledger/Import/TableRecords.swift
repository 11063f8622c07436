internal import Ledger
internal import Providers

/// The cells of one row.
enum TableRow {
  /// - Returns: `nil` where the bytes are not one row.
  static func cells(_ bytes: [UInt8], separator: UInt8) -> [String]? {
    guard let rows = try? CommaSeparated.rows(of: bytes, separator: separator), rows.count == 1
    else { return nil }
    return rows[0].cells
  }
}

/// Rows of a table: what each declares about a job, and what somebody says became of it.
///
/// Why a row is an observation told at second hand: `docs/decisions/0010-rows-of-tables.md`.
struct TableRecords {
  private let mapping: TableMapping
  private let separator: UInt8
  private let prompts: PromptPolicy
  private let clock: ZoneClock?
  /// Field → place of its column; `nil` before the header.
  private var places: [String: Int]?
  /// How many columns the header has.
  private var columns = 0
  /// Columns of the header that no field takes.
  private(set) var unusedColumns: [String] = []

  init(_ mapping: TableMapping, separator: UInt8, prompts: PromptPolicy) {
    self.mapping = mapping
    self.separator = separator
    self.prompts = prompts
    clock = mapping.timezone.map(ZoneClock.init)
  }

  /// The record in a row; none in the header.
  mutating func read(_ bytes: [UInt8]) throws(ObservationLine.Unusable) -> [ImportRecord] {
    let rows: [CommaSeparated.Row]
    do {
      rows = try CommaSeparated.rows(of: bytes, separator: separator)
    } catch {
      throw ObservationLine.Unusable(why: Self.why(error))
    }
    guard let row = rows.first else { return [] }
    guard rows.count == 1 else {
      throw ObservationLine.Unusable(why: "it holds several rows; its lines must end in LF or CRLF")
    }
    guard let places else {
      try takeHeader(row.cells)
      return []
    }
    guard row.cells.count <= columns else {
      throw ObservationLine.Unusable(
        why: "it has \(row.cells.count) cells, and the header has \(columns)")
    }
    return [try record(Row(cells: row.cells, places: places), bytes)]
  }

  private static func why(_ error: CommaSeparatedError) -> String {
    switch error {
    case .unterminatedQuote: "a quoted cell is never closed"
    case .textAfterQuote: "text follows a closing quote; a quote inside a cell is doubled"
    case .notUTF8: "it is not UTF-8"
    case .utf16: "the file is UTF-16; save it as UTF-8"
    case .rowTooLong: "it is longer than 16 MiB; is a quote missing?"
    }
  }

  // MARK: The header

  private mutating func takeHeader(_ cells: [String]) throws(ObservationLine.Unusable) {
    let names = ColumnNames(cells)
    var places: [String: Int] = [:]
    for (field, column) in mapping.columns.sorted(by: { $0.key < $1.key }) {
      guard let place = names.index(of: column) else {
        throw ObservationLine.Unusable(
          why: "the header has no column '\(column.escaped)', which the mapping names for \(field)")
      }
      places[field] = place
    }
    for (place, cell) in cells.enumerated() {
      let name = cell.trimmed
      guard places[name] == nil, !places.values.contains(place) else { continue }
      if TableMapping.isField(name) { places[name] = place } else { unusedColumns.append(name) }
    }
    guard places["id"] != nil else {
      throw ObservationLine.Unusable(
        why: "no column is the job's id; name it in a mapping file, as "
          + "{columns: {id: \"…\"}}, and give it with --map")
    }
    self.places = places
    columns = cells.count
  }

  private struct Row {
    let cells: [String]
    let places: [String: Int]

    /// A field's cell; `nil` where it is empty.
    subscript(_ field: String) -> String? {
      guard let place = places[field], place < cells.count else { return nil }
      let cell = cells[place].trimmed
      return cell.isEmpty ? nil : cell
    }
  }

  // MARK: A row

  private func record(
    _ row: Row, _ bytes: [UInt8]
  ) throws(ObservationLine.Unusable) -> ImportRecord {
    guard let id = row["id"] else { throw ObservationLine.Unusable(why: "it names no job") }
    var line = ObservationLine(body: body(row, bytes))
    line.job = id
    line.account = row["account"] ?? mapping.account
    line.headers.contentType = "text/csv"
    line.observed = try moment(row, "observed_at")?.moment
    if line.observed == nil { line.observed = try moment(row, "last_seen_at")?.moment }
    var record = ImportRecord(line)
    record.declared = try declared(row)
    let reading = try reading(row)
    record.kind = reading == Observation(state: nil) ? .declaration : .retold(reading)
    return record
  }

  /// The row as it stands in the file; under the privacy setting, without its prompt.
  private func body(_ row: Row, _ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while bytes.last == 0x0d { bytes.removeLast() }
    guard prompts != .full, let prompt = row["prompt"] else { return bytes }
    let cells = row.cells.map { $0.trimmed == prompt ? "[cut: prompt]" : $0 }
    let quoted = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
    return Array(quoted.joined(separator: String(UnicodeScalar(separator))).utf8)
  }

  private func declared(_ row: Row) throws(ObservationLine.Unusable) -> DeclaredFacts {
    var facts = DeclaredFacts()
    facts.submitted = try moment(row, "submitted_at")
    facts.model = row["model"]
    facts.videoMilliseconds = RecordNumbers.milliseconds(ofSeconds: try number(row, "seconds"))
    facts.size = row["size"]
    facts.resolution = row["resolution"]
    facts.audio = try truth(row, "audio")
    facts.samples = try count(row, "samples_asked")
    facts.prompt = row["prompt"]
    facts.project = row["project"]
    facts.labels = row.places.keys.sorted().compactMap { field in
      guard field.hasPrefix("label."), let value = row[field] else { return nil }
      return Label(name: String(field.dropFirst(6)), value: value)
    }
    return facts
  }

  private func reading(_ row: Row) throws(ObservationLine.Unusable) -> Observation {
    var reading = Observation(state: nil)
    reading.providerStatus = row["provider_status"]
    if let word = row["state"] {
      reading.state = state(word) ?? .unknown
      if reading.state == .unknown, word != JobState.unknown.word {
        reading.reason = .unknownWord
      }
      reading.providerStatus = reading.providerStatus ?? word
    }
    if let reason = row["reason"] { reading.reason = Reason(rawValue: reason) }
    reading.progress = try count(row, "progress").flatMap { (0...100).contains($0) ? $0 : nil }
    reading.errorCode = row["error_code"]
    reading.errorText = row["error_message"]
    reading.samplesGiven = try count(row, "samples_given")
    reading.samplesFiltered = try count(row, "samples_filtered")
    if reading.state?.isVerdict == true { reading.completed = try moment(row, "finished_at") }
    if reading.state?.hasVideos == true { reading.assets = [Asset(uri: row["uri"])] }
    reading.isCharged = try truth(row, "charged")
    if let cost = row["cost"] {
      guard let value = Double(cost), value.isFinite else {
        throw ObservationLine.Unusable(why: "its cost is no decimal number: write 0.80")
      }
      reading.statedCost = StatedCost(amount: cost, currency: row["currency"])
    }
    return reading
  }

  /// The state that a word means: by the mapping, as ours, or as a provider's.
  private func state(_ word: String) -> JobState? {
    let mapped =
      mapping.states[word]
      ?? mapping.states.first { $0.key.lowercased() == word.lowercased() }?.value
    return mapped.flatMap(JobState.init(word:)) ?? JobState(word: word.lowercased())
      ?? Dialect.state(ofWord: word)
  }

  // MARK: Cells

  private func number(
    _ row: Row, _ field: String
  ) throws(ObservationLine.Unusable) -> Double? {
    guard let cell = row[field] else { return nil }
    let digits = cell.hasSuffix("%") || cell.hasSuffix("s") ? String(cell.dropLast()) : cell
    guard let number = Double(digits), number.isFinite else {
      throw ObservationLine.Unusable(why: "its \(field) is no number: write 8 or 0.5")
    }
    return number
  }

  private func count(_ row: Row, _ field: String) throws(ObservationLine.Unusable) -> Int? {
    guard let number = try number(row, field) else { return nil }
    guard (0...1_000_000).contains(number) else {
      throw ObservationLine.Unusable(why: "its \(field) is out of range")
    }
    return Int(number)
  }

  private func truth(_ row: Row, _ field: String) throws(ObservationLine.Unusable) -> Bool? {
    switch row[field]?.lowercased() {
    case nil, "unknown": return nil
    case "true", "yes", "1", "on": return true
    case "false", "no", "0", "off": return false
    default: throw ObservationLine.Unusable(why: "its \(field) is neither yes nor no")
    }
  }

  private func moment(
    _ row: Row, _ field: String
  ) throws(ObservationLine.Unusable) -> StatedMoment? {
    guard let cell = row[field] else { return nil }
    switch CellTime.read(cell) {
    case .stated(let moment): return moment
    case .civil(let time, let width):
      guard let clock else {
        throw ObservationLine.Unusable(
          why: "its \(field) names no time zone; give one as timezone in a mapping file")
      }
      guard let moment = clock.moment(time, width: width) else {
        throw ObservationLine.Unusable(
          why: "its \(field) never was: the clocks in \(mapping.timezone ?? "") skipped it")
      }
      return moment
    case nil:
      throw ObservationLine.Unusable(
        why:
          "its \(field) is no time: write 2026-11-23T14:02:07Z, 2026-11-23 14:02, or Unix seconds")
    }
  }
}
