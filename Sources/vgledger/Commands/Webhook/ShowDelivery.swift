internal import ArgumentParser
internal import Ledger
internal import Providers

/// `webhook show`: deliveries with their bodies.
struct ShowDelivery: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "show", abstract: "Show deliveries with their bodies, as they are stored.")

  @Argument(help: ArgumentHelp("Places in the log, or webhook-ids.", valueName: "delivery"))
  var deliveries: [String]

  func run(_ options: GlobalOptions) throws {
    let context = try Context(options)
    var report = try Report(.webhookShow, context)
    let ledger = try context.openForReading()
    for row in try DeliverySearch.rows(deliveries, in: ledger) {
      let body = String(decoding: row.delivery.body, as: UTF8.self)
      var lines = [
        "#\(row.event.sequence.rawValue)  \((row.delivery.type ?? "no type").escaped)"
          + "  \((row.delivery.id ?? "no id").escaped)",
        "  received  \(Words.dateAndClock(row.event.observed)) from \(row.event.source.word)",
      ]
      if let sent = row.delivery.sent {
        lines.append("  sent      \(Words.dateAndClock(sent.moment))")
      }
      if let key = row.key { lines.append("  job       \(key.text)") }
      if let account = row.account { lines.append("  account   \(account.escaped)") }
      if row.isClaimed {
        lines.append("  claimed   nobody vouches for the body; it changed no state")
      }
      lines += body.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "  \(String($0).escaped)" }
      report.add(lines.joined(separator: "\n"), row.members + [("body", .string(body))])
    }
    try report.print(ledger)
  }
}

/// Finds deliveries by how people name them.
enum DeliverySearch {
  /// - Parameters:
  ///   - names: Places in the log such as `48302` or `#48302`, or webhook-ids.
  ///   - ledger: Where they are.
  /// - Returns: A row each, in the order of the names.
  /// - Throws: A ``Failure`` for a name that no delivery has.
  /// - Complexity: O(*n*) in a log of *n* events where a webhook-id is among the names.
  static func rows(_ names: [String], in ledger: Ledger) throws -> [DeliveryRow] {
    let ids = Set(names.filter { sequence($0) == nil })
    let found = ids.isEmpty ? [:] : try search(ids, in: ledger)
    let snapshot = try ledger.snapshot()
    return try names.map { name in
      guard let place = sequence(name) ?? found[name], let event = try snapshot.event(at: place),
        let row = try row(event, in: snapshot)
      else {
        throw Failure(
          .usage, "there is no delivery '\(name.escaped)'; 'vgledger webhook list' has them")
      }
      return row
    }
  }

  private static func sequence(_ name: String) -> LogSequence? {
    UInt64(name.hasPrefix("#") ? String(name.dropFirst()) : name).map(LogSequence.init(rawValue:))
  }

  /// The newest delivery of each id.
  private static func search(
    _ ids: Set<String>, in ledger: Ledger
  ) throws -> [String: LogSequence] {
    var found: [String: LogSequence] = [:]
    let snapshot = try ledger.snapshot()
    let head = try snapshot.head()
    try snapshot.forEachOutline(
      in: LogSequence(rawValue: 1)...head, newestFirst: true
    ) { outline throws(LedgerError) in
      guard outline.job != nil, outline.source != .poll,
        let event = try snapshot.event(at: outline.sequence),
        let id = DeliveryRow(event, nil, account: nil)?.delivery.id, ids.contains(id),
        found[id] == nil
      else { return true }
      found[id] = outline.sequence
      return found.count < ids.count
    }
    return found
  }

  private static func row(
    _ event: Event, in snapshot: borrowing LedgerSnapshot
  ) throws(LedgerError) -> DeliveryRow? {
    guard let number = event.job, let job = try snapshot.job(number) else {
      return DeliveryRow(event, nil, account: nil)
    }
    return DeliveryRow(event, try snapshot.shortKey(of: job), account: job.account)
  }
}
