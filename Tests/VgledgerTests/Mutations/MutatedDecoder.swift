import Foundation
import Providers
import Testing

@testable import Ledger
@testable import vgledger

/// A decoder that takes what others have written, with sound samples, and what must hold whatever it
/// is given: that it returns, and that what it takes can be written again and means the same.
enum MutatedDecoder: String, CaseIterable {
  case record
  case importLine = "import-line"
  case checkpoint
  case proof
  case filter
  case configuration
  case webhookBody = "webhook-body"

  /// - Returns: Whether the bytes were taken.
  /// - Throws: ``Broken`` where what was taken does not mean the same when it is written again.
  func takes(_ bytes: [UInt8], _ place: MutationPlace) throws -> Bool {
    switch self {
    case .record: try Self.record(bytes)
    case .importLine: try place.importLines(bytes)
    case .checkpoint: try Self.checkpoint(bytes, place.key)
    case .proof: try Self.proof(bytes, place.key)
    case .filter: try Self.filter(bytes)
    case .configuration:
      (try? vgledger.Configuration.read(Data(bytes), "config.json5")) != nil
    case .webhookBody: Self.webhookBody(bytes)
    }
  }

  struct Broken: Error {
    let what: String
  }

  private static func record(_ bytes: [UInt8]) throws -> Bool {
    var canonical: [UInt8] = []
    let outline = RecordOutline(stored: bytes.span, canonical: &canonical)
    guard let record = Record(stored: bytes.span) else {
      guard outline == nil else { throw Broken(what: "hashed, but not read") }
      return false
    }
    guard record.stored == bytes else { throw Broken(what: "other bytes when stored again") }
    guard outline?.leafHash == record.leafHash else { throw Broken(what: "two leaf hashes") }
    guard ProvedRecord(canonical: record.canonical) != nil || FieldReader(record.fields) == nil
    else { throw Broken(what: "canonical bytes that cannot be read") }
    _ = record.event(at: LogSequence(rawValue: 7))
    return true
  }

  private static func checkpoint(_ bytes: [UInt8], _ key: NoteVerifierKey) throws -> Bool {
    guard let note = try? SignedNote(bytes) else { return false }
    guard note.bytes == bytes else { throw Broken(what: "another way to write the same note") }
    guard let checkpoint = try? Checkpoint(text: note.text) else { return false }
    guard checkpoint.text == note.text else { throw Broken(what: "another way to write it") }
    guard (try? Checkpoint(note, signedBy: key)) != nil else { return false }
    guard MutationSamples.checkpointTexts.contains(note.text) else {
      throw Broken(what: "a signature holds for a text that was never signed")
    }
    return true
  }

  private static func proof(_ bytes: [UInt8], _ key: NoteVerifierKey) throws -> Bool {
    guard let proof = try? LogProof(bytes) else { return false }
    guard proof.bytes == bytes else { throw Broken(what: "another way to write the same proof") }
    guard (try? proof.verify(with: key)) != nil else { return false }
    guard MutationSamples.provedRecords.contains(proof.extra ?? []) else {
      throw Broken(what: "a proof of a record that is not in the log")
    }
    return true
  }

  private static func filter(_ bytes: [UInt8]) throws -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let times = TimeContext(now: Moment(rawValue: 1_795_438_800_000), zone: .utc)
    return
      (try? Filter.parse(
        text.split(separator: " ").map { FilterInput.term(String($0)) }, times)) != nil
  }

  private static func webhookBody(_ bytes: [UInt8]) -> Bool {
    let event = WebhookEvent(bytes)
    for dialect in [Dialect.openAIVideos, .geminiOperations, .vertexOperations] {
      _ = dialect.interpret(httpStatus: 200, body: bytes, asked: "video_1")
      _ = dialect.interpret(httpStatus: nil, body: bytes, asked: "video_1")
    }
    return event.type != nil
  }
}

/// What some decoders need around them.
final class MutationPlace {
  let key: NoteVerifierKey
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    key = try MutationSamples.key().verifierKey
  }

  func importLines(_ bytes: [UInt8]) throws -> Bool {
    let path = folder.path + "/lines"
    try Data(bytes).write(to: URL(filePath: path))
    let accounts = try Accounts(vgledger.Configuration(), [:])
    let settings = ImportStream.Settings(
      format: nil, mapping: TableMapping(),
      intake: ImportIntake(
        accounts: accounts, prompts: .full, trust: .normal, provider: nil, observed: nil),
      isSingle: true)
    let silent = Progress(
      ProgressText(work: "", unit: ""), ProgressPace(interval: nil), elapsed: { .zero },
      say: { _ in }, takeAway: {})
    var stream = ImportStream(
      [ImportFile(path: path)], unreadable: [], settings, Output(quiet: true), silent)
    var drafts = 0
    do {
      while let batch = try stream.next() { drafts += batch.drafts.count }
    } catch is Failure {
      return false
    }
    return drafts > 0
  }
}
