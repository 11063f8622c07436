/// Makes a new ledger of records that another one has written, byte for byte: the same records, the
/// same root.
///
/// It is built in a folder beside the one that is asked for, without a sync, and put in its place by
/// ``finish(signingKey:)`` when all of it is on disk. A builder that is let go before leaves nothing.
public final class LedgerBuilder {
  private let folder: String
  private let aside: String
  /// `nil` once the ledger is in its place: others are to open it with syncs.
  private var environment: Environment?
  private let tables: Tables
  private var tree = TreeFrontier()
  private var isFinished = false

  /// - Parameter folder: Missing or empty.
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)`` where it is neither, or cannot be made.
  public init(folder: String) throws(LedgerError) {
    self.folder = folder
    aside = try NewFolder.begin(folder)
    try DurableFolder.refuseNetworkShare(aside)
    let environment = try EnvironmentRegistry.shared.environment(folder: aside, mode: .scratch)
    self.environment = environment
    tables = try EnvironmentRegistry.shared.whileOpeningTables { () throws(LedgerError) in
      try environment.write { transaction throws(LedgerError) in
        let tables = try Tables(creatingIn: transaction)
        try LogTree.put(TreeFrontier(), tables, transaction)
        return tables
      }
    }
  }

  deinit {
    if !isFinished { NewFolder.remove(aside) }
  }

  /// The sequence of the newest record, 0 before the first.
  public var head: LogSequence { LogSequence(rawValue: tree.size) }

  /// The root over all records.
  public var root: TreeHash { tree.root }

  /// Appends records in one transaction, all or none.
  ///
  /// - Parameter records: Those that come next in the log.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for one that is out of its place, cannot be read, or
  ///   is about a job that no earlier record tracks.
  public func append(_ records: [StoredRecord]) throws(LedgerError) {
    guard let environment else {
      throw .cannotCreate(folder: folder, why: "it is finished already")
    }
    var grown = tree
    try environment.write { transaction throws(LedgerError) in
      var projections = ProjectionBatch(tables.projections)
      var tiles = GrowingTiles(tables)
      for stored in records {
        guard let record = Record(stored: stored.bytes.span),
          stored.sequence.rawValue == grown.size + 1,
          let event = record.event(at: stored.sequence)
        else { throw .damagedRecord(stored.sequence) }
        try transaction.put(
          tables.events, [UInt8](bigEndian: stored.sequence.rawValue), stored.bytes, .append)
        try grown.append(record.leafHash, &tiles, transaction)
        try projections.apply(event, transaction)
      }
      try tiles.write(transaction)
      try LogTree.put(grown, tables, transaction)
      try projections.flush(transaction)
    }
    tree = grown
  }

  /// Makes everything durable, and puts the ledger in its place.
  ///
  /// - Parameter signingKey: The bytes of the key's file; `nil` for a ledger that cannot sign.
  /// - Throws: ``LedgerError`` where the disk is full or fails; nothing is in the place then.
  public func finish(signingKey: [UInt8]?) throws(LedgerError) {
    guard tree.size > 0 else {
      throw .notALedger(folder: folder, why: "there is no record to make it of")
    }
    try environment?.sync()
    if let signingKey { try DurableFolder.write(signingKey, to: LedgerFolder.keyName, in: aside) }
    environment = nil
    try NewFolder.finish(aside, as: folder)
    isFinished = true
  }
}

/// A folder that is filled under another name, and put in its place when it is whole.
enum NewFolder {
  private static let suffix = ".part"

  /// Makes the other folder.
  ///
  /// - Returns: Its path.
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)`` where something is in the place.
  static func begin(_ folder: String) throws(LedgerError) -> String {
    try refuseTaken(folder)
    let aside = folder + suffix
    try clear(aside)
    try DurableFolder.create(aside)
    return aside
  }

  /// Takes away what is left of a copy that was killed.
  ///
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)`` where anything else is there.
  static func clear(_ aside: String) throws(LedgerError) {
    guard let status = try FileStatus(path: aside) else { return }
    let known = [
      LedgerFolder.dataName, LedgerFolder.lockName, LedgerFolder.keyName, Ledger.manifestName,
    ]
    let names = status.isFolder ? try DurableFolder.names(in: aside) : [aside]
    guard names.allSatisfy({ name in known.contains { name == $0 || name == $0 + ".new" } }) else {
      throw .cannotCreate(folder: aside, why: "something is there already")
    }
    remove(aside)
  }

  /// Refuses a place where something is, an empty folder excepted.
  ///
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)``.
  static func refuseTaken(_ folder: String) throws(LedgerError) {
    guard let status = try FileStatus(path: folder) else { return }
    let names = status.isFolder ? try DurableFolder.names(in: folder) : [folder]
    guard names.isEmpty else {
      throw .cannotCreate(folder: folder, why: "something is there already")
    }
  }

  /// Puts it in its place, durably.
  static func finish(_ aside: String, as folder: String) throws(LedgerError) {
    try DurableFolder.sync(aside)
    try FileExchange.move(aside, over: folder)
    try DurableFolder.sync(parent(of: folder))
  }

  /// Removes it with the files that are in it.
  static func remove(_ aside: String) {
    for name in (try? DurableFolder.names(in: aside)) ?? [] {
      DurableFolder.removeFile(aside + "/" + name)
    }
    DurableFolder.removeFolder(aside)
  }

  private static func parent(of folder: String) -> String {
    guard let slash = folder.lastIndex(of: "/") else { return "." }
    return slash == folder.startIndex ? "/" : String(folder[..<slash])
  }
}
