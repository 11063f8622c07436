import Foundation
import Synchronization
import Testing

@testable import Ledger

@Suite("Making projections anew", .serialized)
struct RebuildTests {
  /// A ledger with a random history of every kind of event.
  private static func history(seed: UInt64) async throws -> TemporaryLedger {
    var generator = SeededGenerator(seed: seed)
    let temporary = try await TemporaryLedger()
    for round in 0..<40 {
      var drafts: [EventDraft] = []
      for _ in 0..<Int.random(in: 1..<12, using: &generator) {
        let job = Declaration(
          ["sora", "veo"].randomElement(using: &generator) ?? "",
          "models/m/operations/\(Int.random(in: 0..<15, using: &generator))")
        let fact = SampleFacts.all.randomElement(using: &generator) ?? .ledgerOther(.ledgerKey)
        if case .ledgerAccount = fact { continue }
        drafts.append(
          EventDraft(
            subject: fact.kind.rawValue >= 32 ? .ledger : .job(job),
            source: EventSource.allCases.randomElement(using: &generator) ?? .poll,
            observed: Bool.random(using: &generator)
              ? nil : .at(Int64.random(in: 0..<1000, using: &generator)),
            fact: fact))
      }
      drafts.append(.account("account_\(round % 3)", "https://\(round)", isRebind: true))
      _ = try await temporary.ledger.append(drafts)
    }
    return temporary
  }

  @Test("A rebuild gives byte for byte what live operation gave", arguments: [71, 72, 73])
  func sameBytes(seed: UInt64) async throws {
    let temporary = try await Self.history(seed: seed)
    let ledger = temporary.ledger
    let live = try ledger.projectionContents()
    let events = try await ledger.rebuild()
    #expect(events == (try ledger.snapshot().head().rawValue), "seed \(seed)")
    #expect(try ledger.projectionContents() == live, "seed \(seed)")
    #expect(live.values.allSatisfy { !$0.isEmpty })
  }

  @Test(
    "Single appends, batches of any size and a rebuild give the same bytes",
    arguments: [76, 77])
  func sameBytesHowever(seed: UInt64) async throws {
    var random = RandomLedger(seed: seed)
    let drafts = random.drafts(120)
    var expected: [String: [[UInt8]]]?
    for size in [1, 120, 7] {
      let ledger = try await TemporaryLedger()
      for start in stride(from: 0, to: drafts.count, by: size) {
        _ = try await ledger.ledger.append(Array(drafts[start..<min(start + size, drafts.count)]))
      }
      let contents = try ledger.ledger.projectionContents()
      #expect(contents == expected ?? contents, "seed \(seed) in batches of \(size)")
      expected = contents
      _ = try await ledger.ledger.rebuild()
      #expect(try ledger.ledger.projectionContents() == contents, "seed \(seed) rebuilt")
    }
  }

  @Test(
    "A word that comes and goes within one batch keeps its number, and so do two that look alike")
  func passingWords() async throws {
    let codes = ["E\u{301}", "É", nil, "13", nil, "E\u{301}", "14"]
    let drafts = codes.enumerated().map { index, code in
      EventDraft.observed(
        at: .at(Int64(index)), .ok(String(index)),
        .said(.running) { observation in
          observation.errorCode = code
          observation.reason = index == 2 ? .quota : nil
        })
    }
    let together = try await TemporaryLedger()
    _ = try await together.ledger.append(drafts)
    let apart = try await TemporaryLedger()
    for draft in drafts { _ = try await apart.ledger.append([draft]) }
    #expect(try together.ledger.projectionContents() == apart.ledger.projectionContents())
    let words = try together.ledger.snapshot().words()
    #expect(
      words.sorted { $0.key.rawValue < $1.key.rawValue }.map { Array($0.value.utf8) }
        == ["sora", "openai-videos", "E\u{301}", "É", "quota", "13", "14"].map { Array($0.utf8) })
  }

  @Test("Appending goes on after a rebuild as if there had been none")
  func goesOn() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.observed(at: .at(1))])
    _ = try await ledger.rebuild()
    #expect(
      try await ledger.append([.observed(at: .at(2), .ok(), .said(.succeeded))])
        == [.appended(LogSequence(rawValue: 4))])
    #expect(try ledger.snapshot().job(JobNumber(rawValue: 2))?.polls == 2)
    #expect(try ledger.snapshot().openJobCount() == 0)
  }

  @Test("A check of sound projections finds nothing and changes nothing")
  func cleanCheck() async throws {
    let temporary = try await Self.history(seed: 74)
    let before = try temporary.ledger.projectionContents()
    let check = try Self.check(temporary)
    #expect(check.isClean)
    #expect(check.events == (try temporary.ledger.snapshot().head().rawValue))
    #expect(
      check.differences.map(\.name) == [
        "jobs", "names", "job events", "open jobs", "accounts", "words", "digests", "ended",
        "prices",
      ])
    #expect(try temporary.ledger.projectionContents() == before)
  }

  @Test("A check finds each planted difference, and a rebuild mends it")
  func plantedDifferences() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append((0..<5).map { .observed(Declaration("a", "\($0)"), at: .at(1)) })
    _ = try await ledger.append([.account("sora", "https://a")])
    let sound = try ledger.projectionContents()
    try ledger.environment.write { transaction throws(LedgerError) in
      let tables = ledger.tables.projections
      let first = [UInt8](bigEndian: 2)
      try transaction.put(tables.jobs, first, [1])
      try transaction.put(tables.names, [0], [1])
      try transaction.put(tables.names, [255], [1])
      try transaction.remove(tables.names, NameKey.shortKey(JobKey(account: "a", nativeID: "0")))
      try transaction.put(tables.jobEvents, first, [UInt8](bigEndian: 99))
      try transaction.remove(tables.openJobs, [UInt8](bigEndian: 10))
      try transaction.put(tables.accounts, Array("sora".utf8), [])
      try transaction.put(tables.digests, DigestKey(.at(7), JobNumber(rawValue: 7)).bytes, [])
      try transaction.put(tables.ended, DigestKey(.at(7), JobNumber(rawValue: 7)).bytes, [])
      try transaction.put(tables.prices, first, [1])
    }
    let check = try Self.check(temporary)
    #expect(!check.isClean)
    #expect(check.differences.map(\.count) == [1, 3, 1, 1, 1, 0, 1, 1, 1])
    _ = try await ledger.rebuild()
    #expect(try ledger.projectionContents() == sound)
    #expect(try Self.check(temporary).isClean)
  }

  @Test("A damaged record stops a rebuild, and everything stays as it was")
  func damaged() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.observed(at: .at(1)), .observed(at: .at(2))])
    let before = try ledger.projectionContents()
    try ledger.rewrite(LogSequence(rawValue: 3)) { $0[6] ^= 1 }
    await #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 3))) {
      try await ledger.rebuild()
    }
    #expect(try ledger.projectionContents() == before)
  }

  @Test("A check writes only into an empty folder")
  func scratch() async throws {
    let temporary = try await TemporaryLedger()
    let other = try await TemporaryLedger()
    for folder in [temporary.ledger.folder, other.ledger.folder] {
      #expect(
        throws: LedgerError.cannotCreate(folder: folder, why: "the scratch folder is not empty")
      ) { try temporary.ledger.checkProjections(scratch: folder) }
    }
  }

  @Test("Projections of an older version are refused, and made anew when asked")
  func upgrade() async throws {
    let temporary = try await Self.history(seed: 75)
    let ledger = temporary.ledger
    let live = try ledger.projectionContents()
    let current = ProjectionTables.version
    try ledger.environment.write { transaction throws(LedgerError) in
      for (_, table) in ledger.tables.projections.all { try transaction.empty(table) }
      _ = try transaction.create("jobs/\(current - 1)", .values)
      try transaction.put(ledger.tables.meta, Array("projections".utf8), [current - 1])
    }
    #expect(throws: LedgerError.olderProjections(folder: ledger.folder)) {
      try Ledger.open(readOnly: ledger.folder)
    }
    let (upgraded, folded) = try Ledger.open(
      upgrading: ledger.folder, now: temporary.clock.now)
    #expect(folded == (try ledger.snapshot().head().rawValue))
    #expect(
      try Ledger.open(upgrading: ledger.folder, now: temporary.clock.now).folded == nil)
    #expect(try upgraded.projectionContents() == live)
    #expect(
      try upgraded.environment.write { transaction throws(LedgerError) in
        try transaction.open("jobs/\(current - 1)") == nil
      })
  }

  @Test("A rebuild tells how far it has come, and never more than there is")
  func progress() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append(
      (0..<3000).map { .tracked(Declaration("sora", "video_\($0)")) })
    let head = try temporary.ledger.snapshot().head().rawValue
    let told = Mutex<[UInt64]>([])
    let progress: RebuildProgress = { folded, all in
      #expect(all == head)
      told.withLock { $0.append(folded) }
    }
    _ = try await temporary.ledger.rebuild(progress: progress)
    let scratch = try TemporaryFolder()
    _ = try temporary.ledger.checkProjections(scratch: scratch.path, progress: progress)
    let places = told.withLock { $0 }
    #expect(places == [1024, 2048, 1024, 2048])
  }

  private static func check(_ temporary: TemporaryLedger) throws -> ProjectionCheck {
    let scratch = try TemporaryFolder()
    return try temporary.ledger.checkProjections(scratch: scratch.path)
  }
}
