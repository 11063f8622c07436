internal import FoundationEssentials
internal import Ledger

/// What the columns and words of a table mean: the mapping file of `import --map`, JSON5.
struct TableMapping: Decodable, Equatable {
  /// Our field names, and the columns in which they stand.
  var columns: [String: String] = [:]
  /// The table's words for states, and ours.
  var states: [String: String] = [:]
  /// The zone of times that name none, such as `Europe/Berlin`.
  var timezone: String?
  /// The account of every row that names none.
  var account: String?

  /// The fields that a row can give, named as in JSON (`docs/import.md`); `label.NAME` beside them.
  static let fields = [
    "id", "account", "state", "provider_status", "progress", "reason", "error_code",
    "error_message", "model", "seconds", "size", "resolution", "audio", "samples_asked",
    "samples_given", "samples_filtered", "project", "prompt", "submitted_at", "finished_at",
    "observed_at", "last_seen_at", "cost", "currency", "charged", "uri",
  ]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case columns
    case states
    case timezone
    case account
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    columns = try values.decodeIfPresent([String: String].self, forKey: .columns) ?? [:]
    states = try values.decodeIfPresent([String: String].self, forKey: .states) ?? [:]
    timezone = try values.decodeIfPresent(String.self, forKey: .timezone)
    account = try values.decodeIfPresent(String.self, forKey: .account)
  }

  /// Reads a mapping file; what it names and we do not know is an error, for it would be silently
  /// without effect.
  static func read(_ path: String) throws(Failure) -> Self {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, "cannot read the mapping from \(path.escaped)")
    }
    let mapping: Self
    do {
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      let names = try decoder.decode([String: AnyValue].self, from: data).keys
      let known = CodingKeys.allCases.map(\.rawValue)
      if let foreign = names.sorted().first(where: { !known.contains($0) }) {
        throw Failure(
          .badData,
          "\(path.escaped): a mapping has no '\(foreign.escaped)'; it has "
            + known.joined(separator: ", "))
      }
      mapping = try decoder.decode(Self.self, from: data)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .badData, "\(path.escaped) is no mapping: \("\(error)".firstLine.escaped.clipped(to: 120))")
    }
    try mapping.check(path)
    return mapping
  }

  private func check(_ path: String) throws(Failure) {
    if let foreign = columns.keys.sorted().first(where: { !Self.isField($0) }) {
      throw Failure(
        .badData,
        "\(path.escaped): there is no field '\(foreign.escaped)'; the fields are "
          + Self.fields.joined(separator: ", ") + ", label.NAME")
    }
    if let word = states.values.sorted().first(where: { JobState(word: $0) == nil }) {
      throw Failure(
        .badData,
        "\(path.escaped): there is no state '\(word.escaped)'; the states are "
          + JobState.allCases.map(\.word).joined(separator: ", "))
    }
    if let timezone, !ZoneClock.isZone(timezone) {
      throw Failure(
        .badData,
        "\(path.escaped): there is no time zone '\(timezone.escaped)'; try UTC or Europe/Berlin")
    }
  }

  static func isField(_ name: String) -> Bool {
    fields.contains(name) || name.hasPrefix("label.") && name.count > 6
  }

  /// The names that a header may hold: the mapped ones, and ours.
  var knownColumns: Set<String> { Set(columns.values).union(Self.fields) }

  private struct AnyValue: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}
