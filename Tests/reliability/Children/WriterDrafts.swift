internal import Ledger

/// What one task of a writer appends, from seeded numbers: every draft carries a mark of its own,
/// by which the checks find it again.
struct WriterDrafts {
  private static let statesOfJob: [JobState] = [.queued, .running, .running, .succeeded, .failed]

  private let name: String
  private var random: SeededGenerator
  private var count = 0
  private var jobCount = 0

  /// `name`: of the writer and the task; no other one of the ledger may have it.
  init(name: String, random: SeededGenerator) {
    self.name = name
    self.random = random
  }

  /// The drafts of the next append: mostly one, sometimes many.
  mutating func next() -> [EventDraft] {
    let size =
      switch Int.random(in: 0..<20, using: &random) {
      case 0: 64
      case 1...5: Int.random(in: 2...8, using: &random)
      case _: 1
      }
    return (0..<size).map { _ in draft() }
  }

  private mutating func draft() -> EventDraft {
    count += 1
    if jobCount == 0 || Int.random(in: 0..<6, using: &random) == 0 { jobCount += 1 }
    let back = Int.random(in: 0..<min(jobCount, 3), using: &random)
    var declaration = Declaration(
      account: "sora", nativeID: "\(name)-job-\(jobCount - back)", dialect: "openai-videos")
    let mark = "\(name)-\(count)"
    let state = Self.statesOfJob.randomElement(using: &random) ?? .queued
    let observation = Observation(state: state)
    let body = Array((mark + String(repeating: " ", count: padding())).utf8)
    let subject = EventDraft.Subject.job(declaration)
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      declaration.by = mark
      declaration.project = mark  // else it would say nothing new of a job that is known
      return EventDraft(
        subject: .job(declaration), source: .person, fact: .jobTracked(declaration))
    case 1:
      var annotation = Annotation()
      annotation.note = mark
      return EventDraft(subject: subject, source: .person, fact: .jobAnnotated(annotation))
    case 2, 3:
      let delivery = Delivery(id: mark, sent: nil, type: "video.completed", body: body)
      return EventDraft(
        subject: subject, source: .webhook, fact: .webhookReceived(delivery, observation))
    case _:
      let answer = Answer(httpStatus: 200, body: body)
      return EventDraft(
        subject: subject, source: .poll, fact: .statusObserved(answer, observation))
    }
  }

  /// Some bodies take whole pages of the store.
  private mutating func padding() -> Int {
    Int.random(in: 0..<10, using: &random) == 0
      ? Int.random(in: 2000..<9000, using: &random) : Int.random(in: 0..<400, using: &random)
  }
}

/// The mark that ``WriterDrafts`` put into a fact; `nil` for facts that it did not make.
func writerMark(of fact: Fact) -> String? {
  func mark(_ body: [UInt8]) -> String {
    String(decoding: body.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }
  return switch fact {
  case .statusObserved(let answer, _): mark(answer.body)
  case .webhookReceived(let delivery, _): mark(delivery.body)
  case .jobAnnotated(let annotation): annotation.note
  case .jobTracked(let declaration): declaration.by
  case .jobRefused, .statusUnreachable, .webhookClaimed, .assetSaved, .assetFailed, .jobClosed,
    .ledgerCreated, .ledgerAccount, .ledgerPrice, .ledgerCheckpoint, .ledgerRedacted, .ledgerOther:
    nil
  }
}
