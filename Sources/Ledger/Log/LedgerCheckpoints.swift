extension Ledger {
  /// The head of the log as a checkpoint tells it.
  ///
  /// - Throws: ``LedgerError/damagedTree`` where the tree has no head, or not that of the log;
  ///   ``LedgerError/damagedRecord(_:)`` where the first event cannot be read.
  public func checkpoint() throws(LedgerError) -> Checkpoint {
    let transaction = try environment.reader()
    let frontier = try LogTree.frontier(transaction, tables)
    guard try LogReading.head(transaction, tables).rawValue == frontier.size else {
      throw .damagedTree
    }
    return try checkpoint(size: frontier.size, root: frontier.root)
  }

  /// The checkpoint, signed with the ledger's key.
  ///
  /// - Throws: What ``checkpoint()`` and ``signingKey()`` throw.
  public func signedCheckpoint() throws(LedgerError) -> SignedNote {
    try signed(try checkpoint())
  }

  /// The root of the tree as it was with the first so many events.
  ///
  /// - Returns: `nil` where the log has fewer.
  /// - Throws: ``LedgerError/damagedTree`` where a tile is missing.
  public func root(ofFirst size: UInt64) throws(LedgerError) -> TreeHash? {
    guard let head = try? snapshot().head(), size <= head.rawValue else { return nil }
    var tiles = tiles(size: head.rawValue)
    guard let root = try tiles.root(ofFirst: size) else { throw .damagedTree }
    return root
  }

  /// Files that prove to anybody who has the ledger's key that the log holds these events.
  ///
  /// Each holds a proof in the same checkpoint, of the log as it is now.
  ///
  /// - Parameter sequences: Which events, in any order.
  /// - Returns: A proof for each, in the same order.
  /// - Throws: ``LedgerError/damagedRecord(_:)`` for an event that is missing or not what its hash
  ///   says, and what ``signedCheckpoint()`` throws.
  /// - Complexity: O(log *n*) for each in a log of *n* events.
  public func proofs(of sequences: [LogSequence]) throws(LedgerError) -> [LogProof] {
    let checkpoint = try checkpoint()
    let note = try signed(checkpoint)
    var tiles = tiles(size: checkpoint.size)
    var proofs: [LogProof] = []
    for sequence in sequences {
      let transaction = try environment.reader()
      guard let record = try LogReading.record(transaction, tables, at: sequence) else {
        throw .damagedRecord(sequence)
      }
      let index = sequence.rawValue - 1
      guard let hashes = try tiles.inclusionProof(of: index, inFirst: checkpoint.size) else {
        throw .damagedTree
      }
      proofs.append(LogProof(extra: record.canonical, index: index, hashes: hashes, note: note))
    }
    return proofs
  }

  /// The key that checks the ledger's signatures, as its first event has it.
  ///
  /// - Throws: ``LedgerError/damagedRecord(_:)`` where there is none that can be read.
  public func verifierKey() throws(LedgerError) -> NoteVerifierKey {
    let first = LogSequence(rawValue: 1)
    guard let creation = try snapshot().creation(),
      let key = try? NoteVerifierKey(name: creation.origin, publicKey: creation.publicKey)
    else { throw .damagedRecord(first) }
    return key
  }

  /// The key that signs, from the file beside the ledger.
  ///
  /// - Throws: ``LedgerError/signingKey(folder:why:)`` where it is missing or another ledger's.
  public func signingKey() throws(LedgerError) -> NoteSigningKey {
    let verifier = try verifierKey()
    guard let bytes = try DurableFolder.read(LedgerFolder.keyName, in: folder, upTo: 64) else {
      throw .signingKey(folder: folder, why: "it is missing")
    }
    guard let key = try? NoteSigningKey(name: verifier.name, privateKey: bytes) else {
      throw .signingKey(folder: folder, why: "it has not 32 bytes")
    }
    guard key.verifierKey == verifier else {
      throw .signingKey(folder: folder, why: "it is another ledger's")
    }
    return key
  }

  private func checkpoint(size: UInt64, root: TreeHash) throws(LedgerError) -> Checkpoint {
    let key = try verifierKey()
    guard let checkpoint = try? Checkpoint(origin: key.name, size: size, root: root) else {
      throw .damagedRecord(LogSequence(rawValue: 1))
    }
    return checkpoint
  }

  private func signed(_ checkpoint: Checkpoint) throws(LedgerError) -> SignedNote {
    let key = try signingKey()
    do throws(ProofError) {
      return try checkpoint.signed(by: key)
    } catch {
      throw .signingKey(folder: folder, why: "\(error)")
    }
  }
}
