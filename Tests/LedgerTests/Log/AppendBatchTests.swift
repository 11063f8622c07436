import Testing

@testable import Ledger

struct AppendBatchTests {
  private func event(_ ledger: Ledger, _ sequence: UInt64) throws -> Event? {
    try ledger.snapshot().event(at: LogSequence(rawValue: sequence))
  }

  @Test("A job that is not known is tracked first, by whatever event comes first")
  func tracksFirst() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    var declaration = Declaration.sample
    declaration.prompt = PromptRecord("a red fox", policy: .full)
    var annotation = Annotation()
    annotation.note = "hello"
    let draft = EventDraft(
      subject: .job(declaration), source: .person, fact: .jobAnnotated(annotation))
    #expect(try await ledger.append([draft]) == [.appended(LogSequence(rawValue: 3))])
    #expect(try event(ledger, 2)?.fact == .jobTracked(declaration))
    #expect(try event(ledger, 3)?.fact == .jobAnnotated(annotation))
    let job = try #require(try ledger.snapshot().job(account: "sora", nativeID: "video_1"))
    #expect(job.number == JobNumber(rawValue: 2))
    #expect(job.prompt == declaration.prompt)
    #expect(job.notes == 1)
  }

  @Test("Every kind of fact comes back from the log as it went in", arguments: SampleFacts.all)
  func everyKind(fact: Fact) async throws {
    let temporary = try await TemporaryLedger()
    let isOfLedger = fact.kind.rawValue >= 32
    let draft = EventDraft(
      subject: isOfLedger ? .ledger : .job(.sample), source: .record, observed: .at(-7), fact: fact)
    let appended = try await temporary.ledger.append([draft])
    let sequence = try #require(appended.first?.sequence)
    let read = try #require(try temporary.ledger.snapshot().event(at: sequence))
    #expect(read.fact.withoutWhatIsStoredOnce == fact.withoutWhatIsStoredOnce)
    #expect(read.observed == .at(-7))
    #expect(read.source == .record)
    #expect(read.marks == [])
    #expect(read.recorded > TestClock.start)
  }

  @Test("What the job's row says already is not stored again")
  func storesOnce() async throws {
    let temporary = try await TemporaryLedger()
    let observation = Observation.said(.running) { observation in
      observation.model = "sora-2"
      observation.prompt = PromptRecord("a red fox", policy: .full)
      observation.created = StatedMoment(.at(-3), width: 1000)
    }
    _ = try await temporary.ledger.append([
      .observed(at: .at(1), .ok("1"), observation), .observed(at: .at(2), .ok("2"), observation),
    ])
    #expect(try event(temporary.ledger, 3)?.fact.observation == observation)
    #expect(try event(temporary.ledger, 4)?.fact.observation == .said(.running))
    let job = try temporary.ledger.snapshot().job(JobNumber(rawValue: 2))
    #expect(job?.prompt?.text == "a red fox")
    #expect(job?.model == "sora-2")
    #expect(job?.submitted == observation.created)
  }

  @Test("An answer without a time is observed at the append, and marked so unless it is ours")
  func assumedTimes() async throws {
    let temporary = try await TemporaryLedger()
    let sources: [EventSource] = [.poll, .person, .record, .imported]
    for (index, source) in sources.enumerated() {
      let draft = EventDraft.observed(Declaration("a", "\(index)"), source, at: nil)
      let appended = try await temporary.ledger.append([draft])
      let sequence = try #require(appended.first?.sequence)
      let read = try #require(try temporary.ledger.snapshot().event(at: sequence))
      #expect(read.observed == read.recorded)
      let isAssumed = source == .record || source == .imported
      #expect(read.marks == (isAssumed ? .observedAssumed : []))
    }
  }

  @Test("Tracking a job again adds only what is new")
  func tracksAgain() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    var declaration = Declaration.sample
    declaration.model = "sora-2"
    declaration.submitted = StatedMoment(.at(-5), width: 1000)
    declaration.submittedFrom = .provider
    #expect(
      try await ledger.append([.tracked(declaration)]) == [.appended(LogSequence(rawValue: 2))])
    #expect(
      try await ledger.append([.tracked(declaration), .tracked(.sample)])
        == [.alreadyThere(LogSequence(rawValue: 2)), .alreadyThere(LogSequence(rawValue: 2))])
    var other = declaration
    other.size = "1280x720"
    other.labels = [Label(name: "a", value: "b")]
    #expect(try await ledger.append([.tracked(other)]) == [.appended(LogSequence(rawValue: 3))])
    #expect(
      try await ledger.append([.tracked(other)]) == [.alreadyThere(LogSequence(rawValue: 2))])
  }

  @Test("A prompt's hash adds nothing to its words, and takes them from nobody")
  func hashOfKnownPrompt() async throws {
    let temporary = try await TemporaryLedger()
    var words = Declaration.sample
    words.prompt = PromptRecord("a red fox", policy: .full)
    var hash = Declaration.sample
    hash.prompt = PromptRecord("a red fox", policy: .hash)
    _ = try await temporary.ledger.append([.tracked(words)])
    #expect(
      try await temporary.ledger.append([.tracked(hash)])
        == [.alreadyThere(LogSequence(rawValue: 2))])
    hash.model = "sora-2"
    _ = try await temporary.ledger.append([.tracked(hash)])
    #expect(try temporary.ledger.snapshot().job(JobNumber(rawValue: 2))?.prompt == words.prompt)
  }

  @Test("A weaker word on the time of submission is nothing new, however often it is imported")
  func weakerSubmission() async throws {
    let temporary = try await TemporaryLedger()
    var client = Declaration.sample
    client.submitted = StatedMoment(.at(-5), width: 1)
    client.submittedFrom = .client
    var provider = Declaration.sample
    provider.submitted = StatedMoment(.at(-4), width: 1000)
    provider.submittedFrom = .provider
    _ = try await temporary.ledger.append([.tracked(client)])
    for _ in 0..<2 {
      #expect(
        try await temporary.ledger.append([.tracked(provider, .imported)])
          == [.alreadyThere(LogSequence(rawValue: 2))])
    }
    var firstSeen = Declaration("sora", "video_2")
    _ = try await temporary.ledger.append([.tracked(firstSeen)])
    firstSeen.submitted = StatedMoment(.at(-9), width: 1)
    firstSeen.submittedFrom = .id
    #expect(
      try await temporary.ledger.append([.tracked(firstSeen)])
        == [.appended(LogSequence(rawValue: 4))])
  }

  @Test("An account's name is bound once, moved only on purpose, and bound again for nothing")
  func accounts() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    #expect(
      try await ledger.append([.account("sora", "https://a")])
        == [.appended(LogSequence(rawValue: 2))])
    #expect(
      try await ledger.append([.account("sora", "https://a")])
        == [.alreadyThere(LogSequence(rawValue: 2))])
    await #expect(
      throws: LedgerError.accountMoved(name: "sora", bound: "https://a", asked: "https://b")
    ) { try await ledger.append([.account("sora", "https://b")]) }
    #expect(
      try await ledger.append([.account("sora", "https://b", isRebind: true)])
        == [.appended(LogSequence(rawValue: 3))])
    #expect(
      try await ledger.append([.account("sora", "https://b")])
        == [.alreadyThere(LogSequence(rawValue: 3))])
    await #expect(
      throws: LedgerError.accountMoved(name: "sora", bound: "https://b", asked: "https://a")
    ) { try await ledger.append([.account("sora", "https://a")]) }
    #expect(
      try ledger.snapshot().accounts()
        == [AccountBinding(name: "sora", dialect: "openai-videos", origin: "https://b")])
    #expect(
      try event(ledger, 3)?.fact
        == .ledgerAccount(
          AccountBinding(
            name: "sora", dialect: "openai-videos", origin: "https://b", isRebind: true)))
  }

  @Test("A name cannot be moved unnoticed within one append either")
  func movedWithinAppend() async throws {
    let temporary = try await TemporaryLedger()
    await #expect(
      throws: LedgerError.accountMoved(name: "sora", bound: "https://a", asked: "https://b")
    ) {
      try await temporary.ledger.append([
        .account("sora", "https://a"), .account("sora", "https://b"),
      ])
    }
    #expect(try temporary.ledger.snapshot().accounts() == [])
    _ = try await temporary.ledger.append([
      .account("sora", "https://a"), .account("sora", "https://b", isRebind: true),
      .account("sora", "https://b"),
    ])
    #expect(try temporary.ledger.snapshot().account("sora")?.origin == "https://b")
  }

  @Test("An account's name must fit a key", arguments: [0, 401, 512])
  func accountNames(count: Int) async throws {
    let temporary = try await TemporaryLedger()
    let name = String(repeating: "a", count: count)
    for isRebind in [false, true] {
      await #expect(throws: LedgerError.tooLong(what: "an account name of \(count) bytes")) {
        try await temporary.ledger.append([.account(name, "https://a", isRebind: isRebind)])
      }
    }
    _ = try await temporary.ledger.append([.account(String(repeating: "é", count: 200), "x")])
  }

  @Test("All of an append go in, or none")
  func allOrNone() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.account("sora", "https://a")])
    await #expect(throws: LedgerError.self) {
      try await temporary.ledger.append([
        .tracked(.sample), .observed(at: .at(1)), .account("sora", "https://b"),
      ])
    }
    let snapshot = try temporary.ledger.snapshot()
    #expect(try snapshot.head() == LogSequence(rawValue: 2))
    #expect(try snapshot.jobCount() == 0)
  }

  @Test("A body above the limit is refused before anything is written")
  func tooLong() async throws {
    let temporary = try await TemporaryLedger()
    let body = [UInt8](repeating: 32, count: Ledger.bodyBytesMax + 1)
    await #expect(throws: LedgerError.tooLong(what: "a body of \(body.count) bytes")) {
      try await temporary.ledger.append([
        .tracked(.sample), .observed(at: nil, Answer(httpStatus: 200, body: body)),
      ])
    }
    #expect(try temporary.ledger.snapshot().head() == LogSequence(rawValue: 1))
    let longest = Answer(httpStatus: 200, body: Array(body.dropLast()))
    _ = try await temporary.ledger.append([.observed(at: nil, longest)])
    #expect(try event(temporary.ledger, 3)?.fact == .statusObserved(longest, .said(.running)))
  }

  @Test("Nothing to append is no event")
  func nothing() async throws {
    let temporary = try await TemporaryLedger()
    #expect(try await temporary.ledger.append([]) == [])
    #expect(try temporary.ledger.snapshot().head() == LogSequence(rawValue: 1))
  }

  @Test("A job's events keep to it, however the jobs' events are mixed")
  func mixed() async throws {
    let temporary = try await TemporaryLedger()
    let jobs = (0..<50).map { Declaration("a", "job_\($0)") }
    for round in 0..<6 {
      _ = try await temporary.ledger.append(
        jobs.map { .observed($0, at: .at(Int64(round)), .ok("\(round)")) })
    }
    let snapshot = try temporary.ledger.snapshot()
    #expect(try snapshot.jobCount() == 50)
    for declaration in jobs {
      let job = try #require(try snapshot.job(account: "a", nativeID: declaration.nativeID))
      let events = try snapshot.events(of: job.number)
      #expect(events.count == 7)
      #expect(events.map(\.sequence) == events.map(\.sequence).sorted())
      #expect(events.allSatisfy { $0.job == job.number })
      #expect(job.polls == 6)
      #expect(job.lastSequence == events.last?.sequence)
    }
  }
}

extension Fact {
  /// Without the prompt's words, which a delivery keeps only in its body.
  fileprivate var withoutWhatIsStoredOnce: Self {
    switch self {
    case .webhookReceived(let delivery, var observation):
      observation.prompt?.text = nil
      return .webhookReceived(delivery, observation)
    case .jobTracked, .jobRefused, .statusObserved, .statusUnreachable, .webhookClaimed,
      .assetSaved, .assetFailed, .jobAnnotated, .jobClosed, .ledgerCreated, .ledgerAccount,
      .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
      return self
    }
  }
}
