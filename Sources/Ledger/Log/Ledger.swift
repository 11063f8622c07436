internal import Crypto
internal import Synchronization

/// The log of everything that was observed, and the projections that answer questions about it.
///
/// Safe to use from any task. Appends are durable when they return; callers that append at the same
/// time share commits. Several processes may have the same ledger open.
public final class Ledger: Sendable {
  /// Where it lies.
  public let folder: String
  let environment: Environment
  let tables: Tables
  let writer: Writer?
  /// The newest event that a snapshot has shown.
  private let shown = Atomic<UInt64>(0)
  /// The clock that stamps appends; `nil` where the ledger is open for questions only.
  let clock: (@Sendable () -> Moment)?

  /// Bodies above this are refused: nobody's status answer is so long once inline videos are cut.
  public static let bodyBytesMax = 16 << 20

  private init(
    folder: String, _ environment: Environment, _ tables: Tables,
    now: @escaping @Sendable () -> Moment
  ) {
    self.folder = folder
    self.environment = environment
    self.tables = tables
    switch environment.mode {  // as asked for here; others may share the environment for writing
    case .readOnly:
      writer = nil
      clock = nil
    case .readWrite, .scratch:
      writer = Writer(environment, tables, now: now)
      clock = now
    }
  }

  /// Opens a ledger for questions only.
  ///
  /// - Throws: ``LedgerError/notFound(folder:)`` where there is none; a ledger is never made here.
  public static func open(readOnly folder: String) throws(LedgerError) -> Ledger {
    try open(folder, mode: .readOnly) { Moment(rawValue: 0) }
  }

  /// Opens a ledger for appends.
  ///
  /// `now`: the clock that stamps ``Event/recorded``.
  public static func open(
    _ folder: String, now: @escaping @Sendable () -> Moment
  ) throws(LedgerError) -> Ledger {
    try open(folder, mode: .readWrite, now: now)
  }

  /// Opens a ledger whose projections may be of an older version, and makes them anew then, beside
  /// those while others use them.
  ///
  /// The work is done in steps; one that was ended goes on where it was.
  ///
  /// - Parameters:
  ///   - folder: Where the ledger lies.
  ///   - now: The clock that stamps ``Event/recorded``.
  ///   - progress: Told now and then how far the projections are made.
  /// - Returns: The ledger, and how many events were folded; `nil` where the projections were of
  ///   this version.
  /// - Throws: What an ordinary opening throws, and ``LedgerError/damagedRecord(_:)`` for an event
  ///   that is not what its hash says.
  public static func open(
    upgrading folder: String, now: @escaping @Sendable () -> Moment,
    progress: @escaping RebuildProgress = { _, _ in }
  ) throws(LedgerError) -> (ledger: Ledger, folded: UInt64?) {
    var folded: UInt64?
    let ledger = try open(folder, mode: .readWrite, now: now) {
      environment throws(LedgerError) in
      folded = try ProjectionUpgrade(progress: progress).run(environment)
    }
    return (ledger, folded)
  }

  /// `upgrade`: what is done before the tables are opened.
  private static func open(
    _ folder: String, mode: Environment.Mode, now: @escaping @Sendable () -> Moment,
    upgrade: (Environment) throws(LedgerError) -> Void = { _ in }
  ) throws(LedgerError) -> Ledger {
    let place = LedgerFolder(path: folder)
    switch try place.contents() {
    case .missing, .empty: throw .notFound(folder: folder)
    case .ledger: break
    }
    try DurableFolder.refuseNetworkShare(folder)
    let environment = try EnvironmentRegistry.shared.environment(folder: folder, mode: mode)
    try place.refuseShortened(environment)
    let tables = try EnvironmentRegistry.shared.whileOpeningTables { () throws(LedgerError) in
      try upgrade(environment)
      let transaction = try environment.reader()
      guard let tables = try Tables(openingIn: transaction, folder: folder) else {
        throw .notALedger(folder: folder, why: "data.mdb holds no tables of a ledger")
      }
      let head = try LogReading.head(transaction, tables)
      guard head.rawValue > 0 else {
        throw .notALedger(folder: folder, why: "its log is empty")
      }
      switch mode {
      case .readOnly: break  // each record is checked when it is read
      case .readWrite, .scratch:
        try checkNewest(head, transaction, tables)
        place.removeCreationMark()  // whoever made it may have been killed just before
      }
      return tables
    }
    return Ledger(folder: folder, environment, tables, now: now)
  }

  /// Refuses appends to a log whose end is not what its hashes say.
  private static func checkNewest(
    _ head: LogSequence, _ transaction: borrowing ReadTransaction, _ tables: Tables
  ) throws(LedgerError) {
    guard try LogTree.frontier(transaction, tables).size == head.rawValue else {
      throw .damagedTree
    }
    guard try LogReading.record(transaction, tables, at: head) != nil else {
      throw .damagedRecord(head)
    }
  }

  /// Makes a new ledger with its id, its origin and its signing key.
  ///
  /// `folder`: a folder that is missing or empty.
  ///
  /// `origin`: the name under which checkpoints will be signed; `nil` makes one of the id.
  ///
  /// `tool`: the version of vgledger.
  ///
  /// `now`: the clock that stamps ``Event/recorded``.
  public static func create(
    _ folder: String, origin: String?, tool: String, now: @escaping @Sendable () -> Moment
  ) async throws -> Ledger {
    let place = LedgerFolder(path: folder)
    switch try place.contents() {
    case .missing: try DurableFolder.create(folder)
    case .empty, .ledger: break  // the transaction tells whether a ledger is there
    }
    try DurableFolder.refuseNetworkShare(folder)
    let key = Curve25519.Signing.PrivateKey()
    var random = SystemRandomNumberGenerator()
    var ledgerID: [UInt8] = []
    ledgerID.appendLittleEndian(random.next())
    ledgerID.appendLittleEndian(random.next())
    let creation = Creation(
      ledgerID: ledgerID, origin: origin ?? "vgledger/" + ledgerID.hexadecimal,
      publicKey: Array(key.publicKey.rawRepresentation), tool: tool)
    let draft = EventDraft(subject: .ledger, source: .tool, fact: .ledgerCreated(creation))
    let event = try PreparedEvent(draft, random: &random)
    let lock = try place.beginCreation()
    defer {
      place.endCreation()
      withExtendedLifetime(lock) {}
    }
    let environment = try EnvironmentRegistry.shared.environment(folder: folder, mode: .readWrite)
    try place.refuseShortened(environment)
    let tables = try EnvironmentRegistry.shared.whileOpeningTables { () throws(LedgerError) in
      try environment.write { transaction throws(LedgerError) in
        try start(
          folder, with: event, key: Array(key.rawRepresentation), now: now(), transaction)
      }
    }
    return Ledger(folder: folder, environment, tables, now: now)
  }

  /// Writes the key, the tables and the first event in one transaction: there is no half-made
  /// ledger, and of two who make one at the same time, one is refused.
  private static func start(
    _ folder: String, with event: PreparedEvent, key: [UInt8], now: Moment,
    _ transaction: borrowing WriteTransaction
  ) throws(LedgerError) -> Tables {
    guard try transaction.tableCount() == 0 else {
      throw .cannotCreate(folder: folder, why: "a ledger is there already")
    }
    try DurableFolder.write(key, to: LedgerFolder.keyName, in: folder)
    let tables = try Tables(creatingIn: transaction)
    try LogTree.put(TreeFrontier(), tables, transaction)
    var batch = try AppendBatch(tables, transaction)
    _ = try batch.append(event, now: now, transaction)
    try batch.finish(transaction)
    return tables
  }

  /// Appends events in order, all or none; on disk when this returns.
  ///
  /// - Parameter drafts: Each at most ``bodyBytesMax`` of body.
  /// - Returns: What became of each draft, in order.
  /// - Throws: ``LedgerError/full`` when there is no room, ``LedgerError/accountMoved`` when an
  ///   account's name stands for another place; nothing of these drafts is written then.
  /// - Complexity: O(log *n*) a draft in a log of *n* events; one wait for the disk for all who
  ///   append at the same time.
  public func append(_ drafts: [EventDraft]) async throws -> [Appended] {
    guard let writer else { throw LedgerError.noPermission(folder: folder) }
    return try await writer.append(Self.prepared(drafts))
  }

  /// Appends like ``append(_:)-(_)``, and keeps the calling thread until the disk has answered.
  ///
  /// For callers with a thread of their own that do one thing after another: nobody has to be woken,
  /// which costs a fifth of an append where the disk is quick. A task that shares its threads with
  /// others takes the other one, which shares commits, too.
  ///
  /// - Parameter drafts: Each at most ``bodyBytesMax`` of body.
  /// - Returns: What became of each draft, in order.
  /// - Throws: What the other one throws; nothing of these drafts is written then.
  /// - Complexity: O(log *n*) a draft in a log of *n* events, and one wait for the disk.
  public func appendAndWait(_ drafts: [EventDraft]) throws(LedgerError) -> [Appended] {
    guard let writer else { throw .noPermission(folder: folder) }
    return try writer.appendAndWait(Self.prepared(drafts))
  }

  /// The events of the drafts, salted and committed to.
  ///
  /// - Throws: ``LedgerError/tooLong(what:)``.
  static func prepared(_ drafts: [EventDraft]) throws(LedgerError) -> [PreparedEvent] {
    var random = SystemRandomness(fetching: 2 * drafts.count)
    return try drafts.map { (draft) throws(LedgerError) in
      try PreparedEvent(draft, random: &random)
    }
  }

  /// Makes all projections anew from the log, in one transaction.
  ///
  /// `progress`: told now and then how far it has come, on the writer's thread.
  ///
  /// - Returns: The number of events folded.
  public func rebuild(
    progress: @escaping RebuildProgress = { _, _ in }
  ) async throws -> UInt64 {
    guard let writer else { throw LedgerError.noPermission(folder: folder) }
    return try await writer.exclusively { [tables] transaction throws(LedgerError) in
      for (_, table) in tables.projections.all { try transaction.empty(table) }
      return try Rebuild.fold(
        tables, from: transaction, into: tables.projections, of: transaction, progress: progress
      ).rawValue
    }
  }

  /// One unchanging view of the ledger.
  ///
  /// Keep it short: while it lives, the file cannot reuse pages.
  ///
  /// A later snapshot never shows less than an earlier one: LMDB can show a commit an instant before it
  /// is published, and the one before it after that, so this looks again then.
  public func snapshot() throws(LedgerError) -> LedgerSnapshot {
    for _ in 0..<Self.looksMost {
      let transaction = try environment.reader()
      let head = try LogReading.head(transaction, tables).rawValue
      let before = shown.max(head, ordering: .relaxed).oldValue
      if head >= before { return LedgerSnapshot(transaction, tables) }
      Environment.letOthersRun()
    }
    // Whoever was to publish it was killed; the next writer will.
    return LedgerSnapshot(try environment.reader(), tables)
  }

  /// How often a snapshot looks again.
  private static let looksMost = 1000

  /// The size of the data file in bytes.
  public func fileBytes() throws(LedgerError) -> Int {
    try FileStatus(path: folder + "/" + LedgerFolder.dataName)?.bytes ?? 0
  }

  /// The bytes of address space that the data file may grow into.
  public func mapBytes() throws(LedgerError) -> Int { try environment.mapBytes() }

  /// The most reader slots that were ever in use at the same time, those of dead readers that
  /// nobody had cleared included.
  package func readerSlots() throws(LedgerError) -> Int { try environment.readerSlots() }
}
