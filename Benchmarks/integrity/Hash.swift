internal import ArgumentParser
internal import Crypto
internal import Dispatch
internal import FoundationEssentials
internal import Ledger
internal import Synchronization

/// Hashes what a verification hashes and does nothing else; prints the median in seconds, and how many hashes.
///
/// The pieces are a ledger's own, copied into memory before the clock runs: each private part with its salt, the
/// canonical bytes of each record, and a node of the tree for each. They are hashed on all cores.
struct Hash: ParsableCommand {
  @Argument(help: "The ledger's folder; its log must fit into memory.") var folder: String
  @Option(help: "How often.") var runs = 5

  func run() throws {
    let stretches = try Self.stretches(of: Ledger.open(readOnly: folder))
    let hashes = stretches.map(\.hashes).reduce(0, +)
    let clock = ContinuousClock()
    let times = (0..<runs).map { _ in
      clock.measure {
        let done = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: stretches.count) { index in
          done.add(stretches[index].hash(), ordering: .relaxed)
        }
        precondition(done.load(ordering: .relaxed) == hashes)
      }
    }
    print("\(times.sorted()[runs / 2] / .seconds(1)) \(hashes)")
  }

  private static func stretches(of ledger: Ledger) throws -> [HashedStretch] {
    var stretches: [HashedStretch] = []
    var last = LogSequence(rawValue: 0)
    while true {
      let snapshot = try ledger.snapshot()
      let records = try snapshot.storedRecords(after: last, limit: HashedStretch.recordsMost)
      guard let newest = records.last else { return stretches }
      last = newest.sequence
      var stretch = HashedStretch()
      for record in records {
        let canonical = stretch.append(record)
        guard try TreeHash.leaf(canonical) == snapshot.leafHash(at: record.sequence) else {
          throw ValidationError("the pieces of record \(record.sequence.rawValue) are others")
        }
      }
      stretches.append(stretch)
    }
  }
}

/// The pieces of some records, one after another.
private struct HashedStretch {
  /// As many as a verification takes at once.
  static let recordsMost = 8192
  private static let headerBytes = 48
  private static let entryBytes = 6
  private static let saltBytes = 16
  private static let node = [UInt8](repeating: 1, count: 65)

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var records = 0

  /// How many hashes ``hash()`` makes.
  var hashes: Int { ends.count + records }

  /// Hashes all pieces, and a node for each record.
  ///
  /// - Returns: How many hashes it made.
  func hash() -> Int {
    var start = 0
    var bits: UInt8 = 0
    for end in ends {
      bits |= Self.firstByte(SHA256.hash(data: bytes[start..<end]))
      start = end
    }
    for _ in 0..<records { bits |= Self.firstByte(SHA256.hash(data: Self.node)) }
    return bits == 0 ? 0 : hashes  // so that no hash can be left out
  }

  private static func firstByte(_ digest: SHA256Digest) -> UInt8 {
    var bytes = digest.makeIterator()
    return bytes.next() ?? 0
  }

  /// Takes in the pieces of a record (`docs/format.md`), none of whose parts is redacted.
  ///
  /// - Returns: Its canonical bytes, without what stands before them in the hash.
  mutating func append(_ record: StoredRecord) -> [UInt8] {
    let stored = record.bytes
    let fields = (0..<4).reduce(0) { $0 | Int(stored[Self.headerBytes + $1]) << (8 * $1) }
    let parts = Int(stored[Self.headerBytes + 4])
    let entries = Self.headerBytes + 5
    var offset = entries + parts * Self.entryBytes
    var canonical = Array(stored[..<(Self.headerBytes + 4)])
    canonical += stored[offset..<offset + fields]
    canonical.append(UInt8(parts))
    offset += fields
    for part in 0..<parts {
      let entry = entries + part * Self.entryBytes
      let content = (2..<Self.entryBytes).reduce(0) {
        $0 | Int(stored[entry + $1]) << (8 * ($1 - 2))
      }
      let piece = stored[offset..<offset + Self.saltBytes + content]
      canonical.append(stored[entry])
      canonical += SHA256.hash(data: piece)
      append(piece)
      offset = piece.endIndex
    }
    append([0] + canonical)
    records += 1
    return canonical
  }

  private mutating func append(_ piece: some Sequence<UInt8>) {
    bytes += piece
    ends.append(bytes.count)
  }
}
