import Testing

@testable import Ledger

struct RedactingTests {
  private static let prompt = "A red \"car\" in the ra\u{ef}n"
  private static let job = JobNumber(rawValue: 2)

  /// A job with its prompt in a declaration, in an answer that repeats it, in a note, and an answer
  /// without it.
  private static func history() async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    var declaration = Declaration.sample
    declaration.prompt = PromptRecord(prompt, policy: .full)
    var annotation = Annotation()
    annotation.note = "asked for: " + prompt
    let escaped = #"{"prompt":"A red \"car\" in the ra\u00efn","status":"queued"}"#
    _ = try await temporary.ledger.append([
      .tracked(declaration),
      .observed(at: .at(1), .ok(escaped)),
      .observed(at: .at(2), .ok(#"{"prompt": null}"#)),
      EventDraft(subject: .job(.sample), source: .person, fact: .jobAnnotated(annotation)),
      .tracked(Declaration("sora", "other")),
    ])
    return temporary
  }

  @Test(
    "A prompt goes with all that repeats it; hashes, root and proofs stay, and rows tell the same")
  func prompt() async throws {
    let temporary = try await Self.history()
    let ledger = temporary.ledger
    let before = try ledger.checkpoint()
    let proofs = try ledger.proofs(of: (2...5).map(LogSequence.init(rawValue:)))
    #expect(try ledger.recordsToRedact(Self.job, [.prompt]).map(\.rawValue) == [2, 3, 5])
    let done = try await ledger.redact(Self.job, [.prompt], why: "asked to", by: "ada")
    #expect(done.records.map(\.rawValue) == [2, 3, 5])
    #expect(done.event == LogSequence(rawValue: 7))
    let event = try #require(try ledger.snapshot().event(at: LogSequence(rawValue: 7)))
    #expect(
      event.fact
        == .ledgerRedacted(Redaction([.prompt], records: 3, why: "asked to", by: "ada")))
    #expect(event.job == Self.job)
    #expect(try ledger.root(ofFirst: 6) == before.root)
    for proof in proofs { try proof.verify(with: try ledger.verifierKey()) }
    let found = try ledger.verify()
    #expect(found.damage.isEmpty)
    #expect(found.redacted == 3)
    let job = try #require(try ledger.snapshot().job(Self.job))
    #expect(job.prompt?.text == nil)
    #expect(job.prompt?.sha256 == PromptRecord(Self.prompt, policy: .hash)?.sha256)
    let live = try ledger.projectionContents()
    _ = try await ledger.rebuild()
    #expect(try ledger.projectionContents() == live)
  }

  @Test("A second redaction of the same has nothing to do, and writes nothing")
  func again() async throws {
    let ledger = try await Self.history().ledger
    _ = try await ledger.redact(Self.job, [.prompt], why: nil, by: nil)
    let head = try ledger.snapshot().head()
    let done = try await ledger.redact(Self.job, [.prompt], why: nil, by: nil)
    #expect(done == RedactionOutcome(records: [], event: nil))
    #expect(try ledger.snapshot().head() == head)
  }

  @Test("All bodies go, of answers that repeat nothing too, and nothing else")
  func bodies() async throws {
    let ledger = try await Self.history().ledger
    let done = try await ledger.redact(Self.job, [.bodies], why: nil, by: nil)
    #expect(done.records.map(\.rawValue) == [3, 4])
    #expect(try ledger.snapshot().job(Self.job)?.prompt?.text == Self.prompt)
    #expect(try ledger.verify().isGood)
  }

  @Test("What comes later loses the same before it is stored, and another job keeps its own")
  func later() async throws {
    let ledger = try await Self.history().ledger
    _ = try await ledger.redact(Self.job, [.prompt], why: nil, by: nil)
    let repeating = EventDraft.observed(
      at: .at(9), .ok("{\"input\":\"\(Self.prompt)\"}"),
      .said(.running) { $0.prompt = PromptRecord(Self.prompt, policy: .full) })
    let other = EventDraft.observed(Declaration("sora", "other"), at: .at(9), .ok(Self.prompt))
    _ = try await ledger.append([repeating, other])
    let stored = try ledger.storedText(at: 8)
    #expect(!stored.contains("red"))
    #expect(try ledger.storedText(at: 9).contains("red"))
    #expect(try ledger.snapshot().job(Self.job)?.prompt?.text == nil)
    #expect(try ledger.verify().isGood)
  }

  @Test("A damaged record keeps the redaction from being done at all")
  func damaged() async throws {
    let ledger = try await Self.history().ledger
    try ledger.rewrite(LogSequence(rawValue: 5)) { $0[16] ^= 1 }
    await #expect(throws: LedgerError.damagedRecord(LogSequence(rawValue: 5))) {
      try await ledger.redact(Self.job, [.prompt], why: nil, by: nil)
    }
    #expect(try ledger.snapshot().head() == LogSequence(rawValue: 6))
    #expect(try ledger.storedText(at: 2).contains("red"))
  }
}

extension Ledger {
  fileprivate func storedText(at sequence: UInt64) throws -> String {
    let before = LogSequence(rawValue: sequence - 1)
    let bytes = try snapshot().storedRecords(after: before, limit: 1).first?.bytes ?? []
    return String(decoding: bytes, as: UTF8.self)
  }
}
