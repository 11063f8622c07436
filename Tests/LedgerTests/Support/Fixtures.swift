import Foundation
import Synchronization

@testable import Ledger

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// A clock that goes one millisecond on each time it is asked, so that every event has its moment.
final class TestClock: Sendable {
  static let start = Moment(rawValue: 1_795_438_800_000)

  private let moment = Mutex(start)

  @Sendable func now() -> Moment {
    moment.withLock { moment in
      moment = moment.adding(milliseconds: 1)
      return moment
    }
  }

  func set(_ value: Moment) { moment.withLock { $0 = value } }
}

/// A folder of its own, removed with what is in it when the test lets go of it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("ledger-tests-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something inside.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
  }
}

/// A new ledger in a folder of its own.
struct TemporaryLedger {
  let folder: TemporaryFolder
  let clock = TestClock()
  let ledger: Ledger

  init() async throws {
    folder = try TemporaryFolder()
    ledger = try await Ledger.create(
      folder("ledger"), origin: "test.example/ledger", tool: "test", now: clock.now)
  }
}

extension Moment {
  /// `seconds` after the moment at which the tests' stories begin.
  static func at(_ seconds: Int64, _ milliseconds: Int64 = 0) -> Self {
    Self(rawValue: 1_795_438_800_000 + seconds * 1000 + milliseconds)
  }
}

extension Observation {
  static func said(_ state: JobState?, _ change: (inout Self) -> Void = { _ in }) -> Self {
    var observation = Self(state: state)
    change(&observation)
    return observation
  }

  /// An answer that denies knowing the job.
  static var denial: Self {
    said(nil) { observation in
      observation.isDenial = true
      observation.reason = .notFound
    }
  }
}

extension Answer {
  static func ok(_ body: String = "{}") -> Self {
    Self(httpStatus: 200, body: Array(body.utf8))
  }
}

extension Declaration {
  static let sample = Self(account: "sora", nativeID: "video_1", dialect: "openai-videos")

  init(_ account: String, _ nativeID: String) {
    self.init(account: account, nativeID: nativeID, dialect: "openai-videos")
  }
}

extension EventDraft {
  static func tracked(_ declaration: Declaration, _ source: EventSource = .person) -> Self {
    Self(subject: .job(declaration), source: source, fact: .jobTracked(declaration))
  }

  static func observed(
    _ declaration: Declaration = .sample, _ source: EventSource = .poll, at observed: Moment?,
    _ answer: Answer = .ok(), _ observation: Observation = .said(.running)
  ) -> Self {
    Self(
      subject: .job(declaration), source: source, observed: observed,
      fact: .statusObserved(answer, observation))
  }

  static func account(_ name: String, _ origin: String, isRebind: Bool = false) -> Self {
    Self(
      subject: .ledger, source: .person,
      fact: .ledgerAccount(
        AccountBinding(
          name: name, dialect: "openai-videos", origin: origin, isRebind: isRebind)))
  }
}

extension Record {
  /// Reads a stored record; a span may not go through the macros of a test.
  init?(bytes: [UInt8]) { self.init(stored: bytes.span) }
}

extension RecordHeader {
  init?(bytes: [UInt8]) { self.init(bytes.span) }
}

extension [UInt8] {
  func bigEndianNumber(at offset: Int) -> UInt64 { span.bigEndianUInt64(at: offset) }
}

extension Ledger {
  /// Changes a stored record behind the library's back.
  func rewrite(_ sequence: LogSequence, _ change: (inout [UInt8]) -> Void) throws {
    try environment.write { transaction throws(LedgerError) in
      let key = [UInt8](bigEndian: sequence.rawValue)
      guard var bytes = try transaction.value(tables.events, key) else {
        throw .damagedRecord(sequence)
      }
      change(&bytes)
      try transaction.put(tables.events, key, bytes)
    }
  }

  /// Puts a commitment in the place of one record's body, with no event that says so.
  func redactBodies(at sequence: LogSequence) throws {
    try rewrite(sequence) { bytes in
      guard var record = Record(bytes: bytes) else { return }
      record.parts = record.parts.map { part in
        part.tag == .body ? PrivatePart(tag: .body, redacted: part.commitment) : part
      }
      bytes = record.stored
    }
  }

  /// Every entry of every projection.
  func projectionContents() throws -> [String: [[UInt8]]] {
    let transaction = try environment.reader()
    var contents: [String: [[UInt8]]] = [:]
    for (name, table) in tables.projections.all {
      contents[name] = try transaction.withCursor(table) { cursor throws(LedgerError) in
        var entries: [[UInt8]] = []
        var move = Cursor.Move.first
        while let entry = try cursor.move(
          move, { key, value throws(LedgerError) in key.copied + [0, 0, 0] + value.copied })
        {
          entries.append(entry)
          move = .next
        }
        return entries
      }
    }
    return contents
  }
}
