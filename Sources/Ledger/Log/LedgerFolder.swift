/// A ledger's folder: what lies in it, and what is refused before LMDB maps a byte.
struct LedgerFolder: Sendable {
  static let dataName = "data.mdb"
  static let lockName = "lock.mdb"
  static let keyName = "signing-key"
  /// Is there while the ledger is made, and tells an empty file of then from one that was emptied.
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
      // Somebody was killed while making the ledger: nothing was ever in it.
      if data.bytes == 0, names.contains(Self.creationName) { return .empty }
      guard data.bytes >= Self.bytesLeast else {
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
