import Testing

@testable import Ledger

struct EventIdentityTests {
  private static func at(_ sequence: UInt64) -> LogSequence { LogSequence(rawValue: sequence) }

  @Test(
    "An imported answer is there already when moment, status and body are equal",
    arguments: [
      EventSource.imported, .record,
    ])
  func answers(source: EventSource) async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    func append(_ observed: Moment?, _ status: Int?, _ body: String) async throws -> [Appended] {
      try await ledger.append([
        .observed(.sample, source, at: observed, Answer(httpStatus: status, body: Array(body.utf8)))
      ])
    }
    #expect(try await append(.at(5), 200, "a") == [.appended(Self.at(3))])
    #expect(try await append(.at(5), 200, "a") == [.alreadyThere(Self.at(3))])
    #expect(try await append(.at(5), 200, "b") == [.appended(Self.at(4))])
    #expect(try await append(.at(5), 500, "a") == [.appended(Self.at(5))])
    #expect(try await append(.at(4), 200, "a") == [.appended(Self.at(6))])
    #expect(try await append(.at(9), 200, "a") == [.appended(Self.at(7))])
    #expect(try await append(.at(5), nil, "a") == [.appended(Self.at(8))])
    #expect(try await append(.at(5), nil, "a") == [.alreadyThere(Self.at(8))])
    #expect(try await append(nil, 200, "b") == [.alreadyThere(Self.at(4))])
    #expect(try await append(nil, 200, "new") == [.appended(Self.at(9))])
    #expect(try await append(nil, 200, "new") == [.alreadyThere(Self.at(9))])
    #expect(try await append(.at(5), 200, "a") == [.alreadyThere(Self.at(3))])
  }

  @Test("Imported declarations that contradict each other are appended once each, not in turns")
  func declarations() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let drafts = ["one", "two"].map { project in
      var declaration = Declaration.sample
      declaration.project = project
      return EventDraft(
        subject: .job(declaration), source: .imported, fact: .jobTracked(declaration))
    }
    #expect(try await ledger.append(drafts) == [.appended(Self.at(2)), .appended(Self.at(3))])
    #expect(
      try await ledger.append(drafts) == [.alreadyThere(Self.at(2)), .alreadyThere(Self.at(2))])
  }

  @Test("The latency is not compared")
  func latency() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    for (latency, expected) in [(5, Appended.appended(Self.at(3))), (6, .alreadyThere(Self.at(3)))]
    {
      let answer = Answer(httpStatus: 200, latencyMilliseconds: Int64(latency), body: [1])
      #expect(
        try await ledger.append([.observed(.sample, .imported, at: .at(1), answer)]) == [expected])
    }
  }

  @Test("The poller's own answers are always events, repeats too")
  func polls() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    for sequence in 3..<6 {
      #expect(
        try await ledger.append([.observed(at: .at(1))]) == [.appended(Self.at(UInt64(sequence)))])
    }
  }

  @Test("The same answer for another job is another event")
  func otherJob() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let drafts = ["one", "two"].map {
      EventDraft.observed(Declaration("a", $0), .imported, at: .at(1))
    }
    #expect(try await ledger.append(drafts) == [.appended(Self.at(3)), .appended(Self.at(5))])
  }

  @Test("Two equal answers in one append are one event")
  func withinAppend() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let draft = EventDraft.observed(.sample, .imported, at: .at(1))
    #expect(
      try await ledger.append([draft, draft]) == [.appended(Self.at(3)), .alreadyThere(Self.at(3))])
  }

  @Test("A refusal is found again, also when it is newer than every answer")
  func refusals() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    _ = try await ledger.append([.observed(.sample, .imported, at: .at(1))])
    let refusal = EventDraft(
      subject: .job(.sample), source: .imported, observed: .at(9),
      fact: .jobRefused(.ok(), .said(.failed)))
    #expect(
      try await ledger.append([refusal, refusal])
        == [.appended(Self.at(4)), .alreadyThere(Self.at(4))])
  }

  private static func delivery(_ id: String?, _ body: String) -> EventDraft {
    EventDraft(
      subject: .job(.sample), source: .webhook,
      fact: .webhookReceived(
        Delivery(id: id, sent: nil, type: nil, body: Array(body.utf8)), .said(nil)))
  }

  @Test("A delivery's id is its key: the same body is there already, another is a conflict")
  func deliveries() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    #expect(try await ledger.append([Self.delivery("1", "a")]) == [.appended(Self.at(3))])
    #expect(try await ledger.append([Self.delivery("1", "a")]) == [.alreadyThere(Self.at(3))])
    #expect(try await ledger.append([Self.delivery("2", "a")]) == [.appended(Self.at(4))])
    #expect(
      try await ledger.append([Self.delivery("1", "b")])
        == [.conflict(sequence: Self.at(5), existing: Self.at(3))])
    #expect(try await ledger.append([Self.delivery("1", "b")]) == [.alreadyThere(Self.at(5))])
    #expect(try await ledger.append([Self.delivery("1", "a")]) == [.alreadyThere(Self.at(3))])
    #expect(
      try await ledger.append([Self.delivery("1", "c")])
        == [.conflict(sequence: Self.at(6), existing: Self.at(3))])
    let snapshot = try ledger.snapshot()
    #expect(try snapshot.event(at: Self.at(5))?.marks == .conflict)
    #expect(try snapshot.job(JobNumber(rawValue: 2))?.anomalies == [.conflict])
  }

  @Test("A delivery without an id cannot be told from another, so it is an event")
  func deliveriesWithoutID() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    #expect(
      try await ledger.append([Self.delivery(nil, "a"), Self.delivery(nil, "a")])
        == [.appended(Self.at(3)), .appended(Self.at(4))])
  }

  @Test("A claimed delivery is there already when its body is")
  func claims() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    func claim(_ id: String?, _ body: String) -> EventDraft {
      EventDraft(
        subject: .job(.sample), source: .record,
        fact: .webhookClaimed(
          Delivery(id: id, sent: nil, type: nil, body: Array(body.utf8)), .said(nil)))
    }
    #expect(
      try await ledger.append([claim("1", "a"), claim(nil, "a"), claim("1", "b")])
        == [.appended(Self.at(3)), .alreadyThere(Self.at(3)), .appended(Self.at(4))])
  }

  @Test("A saved file is there already when every fact of it is equal")
  func saved() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    func save(_ path: String) -> EventDraft {
      EventDraft(
        subject: .job(.sample), source: .tool,
        fact: .assetSaved(SavedAsset(variant: "video", path: path, bytes: 1, sha256: [1])))
    }
    #expect(
      try await ledger.append([save("/a"), save("/b"), save("/a")])
        == [.appended(Self.at(3)), .appended(Self.at(4)), .alreadyThere(Self.at(3))])
  }

  @Test("After a redaction the moment and the status decide for an answer, the id for a delivery")
  func redacted() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let answer = EventDraft.observed(.sample, .imported, at: .at(5), .ok("a"))
    #expect(
      try await ledger.append([answer, Self.delivery("1", "a")])
        == [.appended(Self.at(3)), .appended(Self.at(4))])
    for sequence in [Self.at(3), Self.at(4)] { try ledger.redactBodies(at: sequence) }
    #expect(try ledger.snapshot().event(at: Self.at(4))?.marks == .redacted)
    #expect(
      try await ledger.append([answer, Self.delivery("1", "a"), Self.delivery("1", "b")])
        == [
          .alreadyThere(Self.at(3)), .alreadyThere(Self.at(4)), .alreadyThere(Self.at(4)),
        ])
  }
}
