/// A ledger's folder: what lies in it, and what is refused before LMDB maps a byte.
struct LedgerFolder: Sendable {
  static let dataName = "data.mdb"
  static let lockName = "lock.mdb"
  static let keyName = "signing-key"
  /// Is there, and locked, while the ledger is made: it tells a data file that was never finished from
  /// one that was cut.
  static let creationName = "creating"
  /// Two meta pages: no LMDB file is shorter.
  private static let bytesLeast = 8192

  enum Contents: Sendable {
    case missing
    case empty
    case ledger(bytes: Int)
  }

  let path: String

  /// Looks what is there.
  ///
  /// - Throws: ``LedgerError/notALedger(folder:why:)`` for a folder that holds anything else, and
  ///   ``LedgerError/damaged(folder:why:)`` for a data file that LMDB would quietly start anew.
  func contents() throws(LedgerError) -> Contents {
    guard let status = try FileStatus(path: path) else { return .missing }
    guard status.isFolder else {
      throw .notALedger(folder: path, why: "it is a file, not a folder")
    }
    let names = try DurableFolder.names(in: path)
    if let data = try FileStatus(path: path + "/" + Self.dataName) {
      guard data.bytes >= Self.bytesLeast else {
        // Somebody was killed while making the ledger: nothing was ever in it.
        if names.contains(Self.creationName) { return .empty }
        throw .damaged(folder: path, why: "data.mdb has only \(data.bytes) bytes")
      }
      return .ledger(bytes: data.bytes)
    }
    guard
      let foreign = names.first(where: {
        $0 != Self.lockName && $0 != Self.creationName && !$0.hasPrefix(Self.keyName)
      })
    else { return .empty }
    throw .notALedger(folder: path, why: "it has no data.mdb but holds \(foreign)")
  }

  /// Keeps others from making a ledger here, until it is let go.
  ///
  /// The folder must be there. What an earlier one has left unfinished is taken away.
  ///
  /// - Throws: ``LedgerError/cannotCreate(folder:why:)`` where another process is making one.
  func beginCreation() throws(LedgerError) -> FileLock {
    let mark = path + "/" + Self.creationName
    guard let lock = try FileLock.take(mark) else {
      throw .cannotCreate(folder: path, why: "another process is making one there")
    }
    try DurableFolder.sync(path)
    try removeUnfinished()
    return lock
  }

  /// Takes the mark of ``beginCreation()`` away, after a data file that was not finished; its lock must
  /// be held.
  func endCreation() {
    guard (try? removeUnfinished()) != nil else { return }
    removeCreationMark()
  }

  /// Takes away the mark alone, for a ledger that is whole: opening one never removes data.
  func removeCreationMark() { DurableFolder.removeFile(path + "/" + Self.creationName) }

  private func removeUnfinished() throws(LedgerError) {
    let data = path + "/" + Self.dataName
    if let status = try FileStatus(path: data), status.bytes < Self.bytesLeast {
      DurableFolder.removeFile(data)
    }
  }

  /// Refuses a data file that is shorter than the pages it says are in use.
  ///
  /// Longer is normal: a commit that was cut off leaves pages that nobody refers to.
  func refuseShortened(_ environment: Environment) throws(LedgerError) {
    let needed = try environment.bytesInUse()
    guard let data = try FileStatus(path: path + "/" + Self.dataName), data.bytes < needed
    else { return }
    throw .damaged(
      folder: path, why: "data.mdb is cut short: \(data.bytes) bytes of \(needed)")
  }
}
