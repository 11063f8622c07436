import Testing

@testable import Ledger

struct WriterTests {
  @Test("Many callers at once get places without gaps, and every event told of is there")
  func groupCommit() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let told = try await withThrowingTaskGroup(of: (String, [Appended]).self) { group in
      for caller in 0..<200 {
        group.addTask {
          let id = "video_\(caller)"
          let drafts = (0..<3).map {
            EventDraft.observed(Declaration("sora", id), at: .at(Int64($0)), .ok("\(caller) \($0)"))
          }
          return (id, try await ledger.append(drafts))
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    let snapshot = try ledger.snapshot()
    #expect(try snapshot.head() == LogSequence(rawValue: 1 + 200 * 4))
    #expect(try snapshot.jobCount() == 200)
    var places: Set<LogSequence> = []
    for (id, appended) in told {
      let job = try #require(try snapshot.job(account: "sora", nativeID: id))
      let events = try snapshot.events(of: job.number)
      #expect(events.map(\.sequence).dropFirst().map(Appended.appended) == appended)
      #expect(
        events.map(\.sequence.rawValue) == Array(job.number.rawValue..<job.number.rawValue + 4))
      places.formUnion(events.map(\.sequence))
    }
    #expect(places.count == 800)
  }

  @Test("Those that keep their thread and those that await write one log")
  func waitsAndAwaits() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<40 {
        group.addTask {
          let draft = EventDraft.tracked(Declaration("sora", "video_\(caller)"))
          let appended =
            caller.isMultiple(of: 2)
            ? try await ledger.append([draft]) : try ledger.appendAndWait([draft])
          let job = try ledger.snapshot().job(account: "sora", nativeID: "video_\(caller)")
          #expect(job.map { [.appended($0.firstSequence)] } == appended)
        }
      }
    }
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 1 + 40))
    #expect(throws: LedgerError.accountMoved(name: "a", bound: "https://a", asked: "https://b")) {
      try ledger.appendAndWait([.account("a", "https://a"), .account("a", "https://b")])
    }
    #expect(throws: LedgerError.noPermission(folder: ledger.folder)) {
      try Ledger.open(readOnly: ledger.folder).appendAndWait([])
    }
    #expect(try ledger.verify().isGood)
  }

  @Test("A refused append does no harm to those that share its commit")
  func refusedAlone() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.account("sora", "https://a")])
    let refused = await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<100 {
        group.addTask {
          let drafts: [EventDraft] =
            caller.isMultiple(of: 4)
            ? [.account("sora", "https://b")] : [.tracked(Declaration("sora", "\(caller)"))]
          return (try? await ledger.append(drafts)) == nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(refused == 25)
    #expect(try ledger.snapshot().jobCount() == 75)
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 2 + 75))
  }

  @Test("An append that meets a damaged record fails alone")
  func damageAlone() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let imported = EventDraft.observed(.sample, .imported, at: .at(1))
    _ = try await ledger.append([imported])
    try ledger.rewrite(LogSequence(rawValue: 3)) { $0[$0.count - 1] ^= 1 }
    let failed = await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<40 {
        group.addTask {
          let draft =
            caller == 20 ? imported : EventDraft.tracked(Declaration("sora", "other_\(caller)"))
          return (try? await ledger.append([draft])) == nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failed == 1)
    #expect(try ledger.snapshot().jobCount() == 40)
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 3 + 39))
  }

  @Test("Two ledgers on one folder in one process write one log")
  func twoLedgers() async throws {
    let temporary = try await TemporaryLedger()
    let other = try Ledger.open(temporary.ledger.folder, now: temporary.clock.now)
    let ledgers = [temporary.ledger, other]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<100 {
        group.addTask {
          _ = try await ledgers[caller % 2].append([
            .observed(Declaration("sora", "video_\(caller / 2)"), at: .at(Int64(caller)))
          ])
        }
      }
      try await group.waitForAll()
    }
    for ledger in ledgers {
      let snapshot = try ledger.snapshot()
      #expect(try snapshot.jobCount() == 50)
      #expect(try snapshot.head() == LogSequence(rawValue: 1 + 50 + 100))
    }
    #expect(try temporary.ledger.projectionContents() == other.projectionContents())
  }

  @Test("Writers, readers and those who open and let go, all at once, see whole commits")
  func openingWhileWriting() async throws {
    let temporary = try await TemporaryLedger()
    let path = temporary.ledger.folder
    let now = temporary.clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<60 {
        group.addTask {
          switch caller % 3 {
          case 0:
            let ledger = try Ledger.open(path, now: now)
            _ = try await ledger.append([.observed(Declaration("a", "\(caller)"), at: .at(1))])
          case 1:
            let snapshot = try Ledger.open(readOnly: path).snapshot()
            let jobs = UInt64(try snapshot.jobCount())
            #expect(try snapshot.head().rawValue == 1 + 2 * jobs)
          default:
            _ = try Ledger.open(path, now: now).snapshot().openJobs()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try temporary.ledger.snapshot().jobCount() == 20)
  }
}
