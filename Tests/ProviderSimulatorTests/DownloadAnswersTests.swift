import Testing

@testable import ProviderSimulator

struct DownloadAnswersTests {
  private static let file = Array("0123456789".utf8)

  private func answer(
    _ fate: Fate, before: Int, conditions: MediaConditions = MediaConditions()
  ) -> Answer {
    Dialect.openAIVideos.job(fate).mediaAnswer(
      Self.file, contentType: "video/mp4", conditions: conditions, before: before,
      address: "http://127.0.0.1:1/content?variant=video", origin: "http://127.0.0.1:1")
  }

  @Test(
    "Troubles the first downloads and then gives the file",
    arguments: [
      (Fate.resetDownload, 1, Answer.Sending.reset(after: 5)), (.noRanges, 1, .reset(after: 5)),
      (.shortDownload, 2, .short(by: 10_000)),
    ])
  func sendings(fate: Fate, times: Int, sending: Answer.Sending) {
    for before in 0..<times { #expect(answer(fate, before: before).sending == sending) }
    #expect(answer(fate, before: times).sending == .whole)
    #expect(answer(fate, before: times).body == Self.file)
  }

  @Test("Gives nothing, or JSON, under 200", arguments: [Fate.emptyDownload, .jsonDownload])
  func bodies(fate: Fate) {
    for before in 0..<2 {
      let answer = answer(fate, before: before)
      #expect(answer.status == 200)
      #expect(answer.body.isEmpty == (fate == .emptyDownload))
      #expect(answer.text.contains("server_error") == (fate == .jsonDownload))
    }
    #expect(answer(fate, before: 2).body == Self.file)
  }

  @Test("Each try has another file under another tag, so that none can be put together")
  func changed() throws {
    let first = answer(.changedDownload, before: 0)
    let tag = try #require(first.headers["etag"])
    #expect(first.sending == .reset(after: first.body.count / 2))
    let range = MediaConditions(range: "bytes=5-", ifRange: tag)
    let second = answer(.changedDownload, before: 1, conditions: range)
    #expect(second.status == 200)
    #expect(second.headers["etag"] != tag)
    #expect(second.body != first.body)
  }

  @Test("Knows no ranges")
  func noRanges() {
    let answer = answer(.noRanges, before: 1, conditions: MediaConditions(range: "bytes=5-"))
    #expect(answer.status == 200)
    #expect(answer.headers.keys.sorted() == ["content-type"])
  }

  @Test(
    "Sends clients away",
    arguments: [
      (Fate.privateRedirect, 1, "http://169.254.169.254/latest/meta-data/"),
      (.redirectLoop, 3, "http://127.0.0.1:1/content?variant=video"),
      (
        .downloadElsewhere, 0,
        "http://localhost:1/elsewhere/content/"
          + "video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617"
      ),
    ])
  func redirects(fate: Fate, before: Int, address: String) {
    #expect(answer(fate, before: before) == .redirect(to: address))
  }

  @Test("An address of a file is good for half a minute, and each answer has a new one")
  func expiringAddress() throws {
    let job = Dialect.geminiOperations.job(.expiringURL, speed: 1)
    let first = job.geminiFile(sample: 0, at: job.endsAt)
    let later = job.endsAt + .seconds(31)
    #expect(first != job.geminiFile(sample: 0, at: later))
    #expect(job.isGood(geminiFile: first, at: job.endsAt))
    #expect(!job.isGood(geminiFile: first, at: later))
    let usual = Dialect.geminiOperations.job(.success)
    #expect(usual.geminiFile(sample: 0, at: later) == usual.geminiFile(sample: 0))
  }
}
