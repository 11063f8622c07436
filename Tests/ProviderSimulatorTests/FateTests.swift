import Testing

@testable import ProviderSimulator

struct FateTests {
  /// Fates that a job shows in its state, not by troubled polls.
  static let visible = Fate.allCases.filter { !$0.isDenied }
  static let later = Duration.seconds(6)

  @Test("Says nothing but running before the end", arguments: Dialect.allCases, visible)
  func running(dialect: Dialect, fate: Fate) throws {
    let answer = dialect.job(fate).answer(after: .milliseconds(100))
    #expect(answer.status == 200)
    switch dialect {
    case .openAIVideos: #expect(answer.text.contains(#""status":"queued""#))
    case .geminiOperations, .vertexOperations:
      #expect(answer.text == #"{"name":"\#(dialect.job(fate).id)"}"#)
    }
  }

  @Test("Ends at OpenAI with one status", arguments: visible)
  func endAtOpenAI(fate: Fate) throws {
    let text = Dialect.openAIVideos.job(fate).answer(after: Self.later).text
    let others: [Fate: String] = [
      .moderationBlocked: "failed", .filtered: "failed", .failed: "failed",
      .canceled: "canceled", .unknownEnd: "finished_somehow", .queuedForAnHour: "queued",
      .stuckAt99: "in_progress",
    ]
    let status = others[fate] ?? "completed"
    #expect(text.contains(#""status":"\#(status)""#))
    #expect(text.contains(#""error":null"#) == (status != "failed"))
    let isComplete = status == "completed" || status == "finished_somehow"
    #expect(text.contains(#""completed_at":null"#) == !isComplete)
  }

  @Test(
    "Gives and filters as many samples as the fate says",
    arguments: [
      (Fate.success, 2, 2, 0), (.partial, 1, 1, 1), (.partial, 4, 3, 1), (.filtered, 2, 0, 2),
      (.moderationBlocked, 1, 0, 1), (.emptyDone, 1, 0, 0),
    ])
  func samples(fate: Fate, asked: Int, given: Int, filtered: Int) throws {
    let gemini = try Dialect.geminiOperations.job(fate, samples: asked)
      .answer(after: Self.later).decoded()
    #expect(gemini.done == true)
    #expect((gemini.response?.generateVideoResponse?.generatedSamples ?? []).count == given)
    #expect((gemini.response?.generateVideoResponse?.raiMediaFilteredCount ?? 0) == filtered)
    let vertex = try Dialect.vertexOperations.job(fate, samples: asked)
      .answer(after: Self.later).decoded()
    #expect(vertex.done == true)
    #expect((vertex.response?.videos ?? []).count == given)
    #expect((vertex.response?.raiMediaFilteredCount ?? 0) == filtered)
  }

  @Test(
    "Fails at Google with a code of google.rpc", arguments: [(Fate.failed, 13), (.canceled, 1)],
    [Dialect.geminiOperations, .vertexOperations])
  func failure(fate: (Fate, Int), dialect: Dialect) throws {
    let body = try dialect.job(fate.0).answer(after: Self.later).decoded()
    #expect(body.done == true)
    #expect(body.error?.code == fate.1)
    #expect(body.response == nil)
  }

  @Test(
    "Troubles the first polls and then goes on", arguments: Dialect.allCases,
    [(Fate.rateLimited, 2, 429), (.serverErrors, 3, 500), (.htmlError, 2, 502), (.cutBody, 1, 200)])
  func troubles(dialect: Dialect, trouble: (fate: Fate, polls: Int, status: Int)) {
    let job = dialect.job(trouble.fate)
    let plain = dialect.job(.success).answer(after: Self.later)
    for poll in 0..<trouble.polls {
      let answer = job.answer(after: Self.later, pollsBefore: poll)
      #expect(answer.status == trouble.status)
      #expect(answer != plain)
    }
    #expect(job.answer(after: Self.later, pollsBefore: trouble.polls) == plain)
  }

  @Test("Cuts the body in the middle", arguments: Dialect.allCases)
  func cutBody(dialect: Dialect) {
    let whole = dialect.job(.success).answer(after: Self.later).body
    let cut = dialect.job(.cutBody).answer(after: Self.later, pollsBefore: 0).body
    #expect(cut == Array(whole.prefix(whole.count / 2)))
  }

  @Test("Denies the job for ever", arguments: Dialect.allCases, [Fate.notFound, .retired])
  func denied(dialect: Dialect, fate: Fate) {
    let job = dialect.job(fate)
    for poll in [0, 1, 100] {
      let answer = job.answer(after: Self.later, pollsBefore: poll)
      #expect(answer.status == 404)
      #expect(answer.text.contains("veo-test is no longer available") == (fate == .retired))
    }
    #expect(job.video(sample: 0, at: job.endsAt) == nil)
  }

  @Test("Asks for a wait of at least a second, and of no longer than the speed leaves")
  func retryAfter() {
    let openAI = Dialect.openAIVideos.job(.rateLimited).answer(after: .zero, pollsBefore: 0)
    #expect(openAI.headers["retry-after"] == "1")
    #expect(openAI.headers["retry-after-ms"] == "333")
    let gemini = Dialect.geminiOperations.job(.rateLimited, speed: 1)
      .answer(after: .zero, pollsBefore: 0)
    #expect(gemini.headers["retry-after"] == "20")
    #expect(gemini.headers["retry-after-ms"] == nil)
  }

  @Test("Lets the result expire, each dialect in its own way")
  func expiry() throws {
    let muchLater = Duration.seconds(13)
    let openAI = Dialect.openAIVideos.job(.expired).answer(after: muchLater)
    #expect(try openAI.decoded().status == "expired")
    let geminiJob = Dialect.geminiOperations.job(.expired)
    #expect(try geminiJob.answer(after: muchLater).decoded().done == true)
    #expect(geminiJob.video(sample: 0, at: geminiJob.endsAt) != nil)
    #expect(geminiJob.video(sample: 0, at: geminiJob.createdAt + muchLater) == nil)
    let vertex = try Dialect.vertexOperations.job(.expired).answer(after: muchLater).decoded()
    #expect(vertex.done == nil)
    #expect(vertex.error?.code == 5)
  }

  @Test("Sends numbers as strings and strings as numbers")
  func stringNumbers() {
    let openAI = Dialect.openAIVideos.job(.stringNumbers).answer(after: Self.later).text
    #expect(openAI.contains(#""progress":"100","created_at":"1786499905""#))
    #expect(openAI.contains(#""seconds":8"#))
    for dialect in [Dialect.geminiOperations, .vertexOperations] {
      let text = dialect.job(.stringNumbers).answer(after: Self.later).text
      #expect(text.contains(#""raiMediaFilteredCount":"0""#))
    }
  }

  @Test("Speaks an unknown word while it runs", arguments: Dialect.allCases)
  func unknownWord(dialect: Dialect) {
    let job = dialect.job(.unknownWord)
    #expect(job.answer(after: .seconds(1)).text.contains("dreaming_deeply"))
    #expect(!job.answer(after: Self.later).text.contains("dreaming_deeply"))
  }
}
