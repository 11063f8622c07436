internal import Ledger

/// Events such as a poller makes, of the same random numbers in every run.
struct DraftMaker {
  private var jobs: UInt64 = 0
  private var time: Int64 = 1_700_000_000_000
  /// Jobs about which there may still be news.
  private static let recentJobs: UInt64 = 12

  mutating func next(_ random: inout SeededGenerator) -> EventDraft {
    time += Int64.random(in: 1...20_000, using: &random)
    let isNew = jobs == 0 || Int.random(in: 0..<5, using: &random) == 0
    if isNew { jobs += 1 }
    let oldest = jobs > Self.recentJobs ? jobs - Self.recentJobs : 1
    let job = isNew ? jobs : UInt64.random(in: oldest...jobs, using: &random)
    var declaration = Declaration(
      account: "account-\(job % 3)", nativeID: "video_\(job)", dialect: "openai-videos")
    declaration.submitted = StatedMoment(Moment(rawValue: time), width: 1000)
    declaration.submittedFrom = .client
    return EventDraft(
      subject: .job(declaration), source: .poll, observed: Moment(rawValue: time),
      fact: fact(declaration, isNew: isNew, &random))
  }

  private func fact(
    _ declaration: Declaration, isNew: Bool, _ random: inout SeededGenerator
  ) -> Fact {
    switch Int.random(in: 0..<12, using: &random) {
    case 0 where isNew: return .jobTracked(declaration)
    case 1:
      var annotation = Annotation()
      annotation.note = "note \(random.next())"
      annotation.labels = [Label(name: "take", value: "\(random.next() % 9)")]
      return .jobAnnotated(annotation)
    case 2: return .jobClosed(Closing(state: .canceled, why: "given up"))
    case 3: return .statusUnreachable(Unreachable(cause: .timeout, latencyMilliseconds: 900))
    case let other:
      var observation = Observation(state: other < 9 ? .running : .succeeded)
      observation.model = "model-\(random.next() % 4)"
      observation.progress = other < 9 ? Int.random(in: 0...99, using: &random) : 100
      return .statusObserved(Answer(httpStatus: 200, body: body(&random)), observation)
    }
  }

  /// Most lie in their page, some take pages of their own.
  private func body(_ random: inout SeededGenerator) -> [UInt8] {
    let isLong = Int.random(in: 0..<12, using: &random) == 0
    let count = Int.random(in: isLong ? 2_000...9_000 : 60...700, using: &random)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }
}
