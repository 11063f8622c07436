internal import Ledger
internal import Providers
internal import SystemPackage

/// Makes a ledger of what `export ledger` has written: the same records, the same root.
struct LedgerIntake {
  private static let recordsTogether = 2000
  private static let pieceBytes = 1 << 16
  /// A record of the largest body, in base 64.
  private static let lineBytesMost = 24 << 20

  private let name: String
  private let builder: LedgerBuilder
  private var waiting: [StoredRecord] = []
  private var expected: UInt64?
  private var checkpoint: String?

  /// - Parameters:
  ///   - file: What is read.
  ///   - folder: Where the ledger is made; missing or empty.
  ///   - progress: Told how far it has come.
  /// - Returns: The log's head.
  /// - Throws: A ``Failure`` for what is no such export, and for one that is cut short or changed;
  ///   no ledger is made then.
  static func run(
    _ file: ImportFile, into folder: String, _ progress: Progress
  ) throws -> LogSequence {
    var intake = try Self(file, folder)
    let descriptor = try file.open()
    defer { if file.path != nil { try? descriptor.close() } }
    var reader = RecordReader(.lines, beginning: [], recordBytesMax: lineBytesMost) {
      try StandardInput.piece(of: descriptor, upTo: pieceBytes)
    }
    while let piece = try reader.next() {
      switch piece {
      case .unusable(let line, let why): throw intake.failure(line, why)
      case .record(let line, let bytes): try intake.take(bytes, line, progress)
      }
    }
    return try intake.end()
  }

  private init(_ file: ImportFile, _ folder: String) throws {
    name = file.path.map(\.escaped) ?? "standard input"
    builder = try LedgerBuilder(folder: folder)
  }

  private func failure(_ line: Int, _ why: String) -> Failure {
    Failure(.badData, "line \(line) of \(name): \(why); no ledger was made")
  }

  private mutating func take(_ bytes: [UInt8], _ line: Int, _ progress: Progress) throws {
    guard let json = JSONReader.read(bytes) else { throw failure(line, "is no JSON") }
    guard expected != nil else {
      guard json["schema"]?.text == LedgerLines.schema,
        let events = json["events"]?.textOrNumber.flatMap({ UInt64($0) })
      else {
        throw failure(line, "is not the beginning of what 'vgledger export ledger' writes")
      }
      expected = events
      return
    }
    guard checkpoint == nil else { throw failure(line, "comes after the end") }
    if let text = json["checkpoint"]?.text {
      checkpoint = text
      return
    }
    guard let sequence = json["sequence"]?.textOrNumber.flatMap({ UInt64($0) }),
      let record = json["record"]?.text.flatMap({ [UInt8](base64: $0) })
    else { throw failure(line, "is no record") }
    waiting.append(StoredRecord(sequence: LogSequence(rawValue: sequence), bytes: record))
    if waiting.count == Self.recordsTogether { try flush(progress) }
  }

  private mutating func flush(_ progress: Progress?) throws {
    do throws(LedgerError) {
      try builder.append(waiting)
    } catch {
      guard case .damagedRecord(let sequence) = error else { throw error }
      throw Failure(
        .badData,
        "the record of #\(sequence.rawValue) in \(name) is not what comes next; no ledger was made")
    }
    waiting.removeAll(keepingCapacity: true)
    progress?.report(
      Int(builder.head.rawValue),
      share: expected.map { Double(builder.head.rawValue) / Double(max(1, $0)) })
  }

  /// Compares what was read with the checkpoint at its end, and makes the ledger.
  private mutating func end() throws -> LogSequence {
    try flush(nil)
    guard let checkpoint else {
      throw Failure(.badData, "\(name) is cut short: its checkpoint is missing; no ledger was made")
    }
    let bytes = Array(checkpoint.utf8)
    let signed = try? SignedNote(bytes)
    guard let told = try? Checkpoint(text: signed?.text ?? checkpoint),
      told.size == builder.head.rawValue, told.root == builder.root, told.size == expected
    else {
      throw Failure(
        .verifyShortened, "\(name) is not what its checkpoint was made for; no ledger was made")
    }
    try builder.finish(signingKey: nil)
    return builder.head
  }
}
