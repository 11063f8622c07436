/// What a backup holds.
public struct Backup: Hashable, Sendable {
  /// The log's head in it.
  public let head: LogSequence
  public let root: TreeHash
  /// Whether a signed manifest is with it: the ledger's key was there.
  public let isSigned: Bool
}

extension Ledger {
  /// The file of a backup that tells what is in it: a checkpoint, signed, with further lines.
  public static let manifestName = "manifest.checkpoint"

  /// Copies the ledger while others may write to it, verifies the copy, and puts it in its place.
  ///
  /// A plain copy is the file as it is; a compact one is made record by record, and holds no bytes of
  /// what was redacted or is not used any more.
  ///
  /// - Parameters:
  ///   - folder: Missing or empty.
  ///   - isCompact: Whether it is made record by record.
  ///   - lines: What the manifest tells beside size and root; each of one line.
  /// - Returns: What is in the backup.
  /// - Throws: ``LedgerError/damaged(folder:why:)`` where the copy does not verify, ``LedgerError/full``,
  ///   and ``LedgerError/cannotCreate(folder:why:)``; nothing is in the place then.
  /// - Complexity: O(*n*) in the size of the file; a plain copy keeps pages of the ledger from being
  ///   used again for as long as it takes.
  public func backup(
    to folder: String, isCompact: Bool, lines: [String]
  ) throws(LedgerError) -> Backup {
    try NewFolder.refuseTaken(folder)
    let aside = folder + ".copy"
    try NewFolder.clear(aside)
    if isCompact {
      try copyRecords(to: aside)
    } else {
      let part = try NewFolder.begin(aside)
      do throws(LedgerError) {
        try environment.copy(to: part)
        if let key = try DurableFolder.read(LedgerFolder.keyName, in: self.folder, upTo: 64) {
          try DurableFolder.write(key, to: LedgerFolder.keyName, in: part)
        }
        try DurableFolder.syncFile(part + "/" + LedgerFolder.dataName)
        try NewFolder.finish(part, as: aside)
      } catch {
        NewFolder.remove(part)
        throw error
      }
    }
    do throws(LedgerError) {
      let backup = try Self.sealCopy(aside, lines)
      try NewFolder.refuseTaken(folder)
      try NewFolder.finish(aside, as: folder)
      return backup
    } catch {
      NewFolder.remove(aside)
      throw error
    }
  }

  /// Records in one transaction of a copy.
  private static let recordsTogether = 2000

  private func copyRecords(to folder: String) throws(LedgerError) {
    let builder = try LedgerBuilder(folder: folder)
    while true {
      let records = try snapshot().storedRecords(
        after: builder.head, limit: Self.recordsTogether)
      if records.isEmpty { break }
      try builder.append(records)
    }
    try builder.finish(
      signingKey: try DurableFolder.read(LedgerFolder.keyName, in: self.folder, upTo: 64))
  }

  /// Verifies a copy, and writes its manifest.
  private static func sealCopy(
    _ folder: String, _ lines: [String]
  ) throws(LedgerError) -> Backup {
    let copy = try Ledger.open(readOnly: folder)
    let found = try copy.verify()
    guard found.isGood, let root = found.root else {
      throw .damaged(folder: copy.folder, why: "the copy does not verify, and nor may the ledger")
    }
    guard let key = try? copy.signingKey() else {
      return Backup(head: found.head, root: root, isSigned: false)
    }
    guard
      let checkpoint = try? Checkpoint(
        origin: key.verifierKey.name, size: found.head.rawValue, root: root, extensions: lines),
      let note = try? checkpoint.signed(by: key)
    else { return Backup(head: found.head, root: root, isSigned: false) }
    try DurableFolder.write(note.bytes, to: manifestName, in: folder)
    return Backup(head: found.head, root: root, isSigned: true)
  }
}
