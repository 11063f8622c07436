import Ledger
import Testing

@testable import Providers

struct StatusWordsTests {
  @Test(
    "Every word of a provider or relay means one state",
    arguments: [
      ("queued", JobState.queued), ("NOT_START", .queued), ("SUBMITTED", .queued),
      ("IN_QUEUE", .queued), ("pending", .queued), ("THROTTLED", .queued), ("Queueing", .queued),
      ("queuing", .queued), ("waiting", .queued), ("Preparing", .queued),
      ("in_progress", .running), ("in-progress", .running), ("In Progress", .running),
      ("InProgress", .running), ("processing", .running), ("preprocessing", .running),
      ("RUNNING", .running), ("starting", .running), ("generating", .running),
      ("dreaming", .running), ("completed", .succeeded), ("Succeeded", .succeeded),
      ("succeed", .succeeded), ("SUCCESS", .succeeded), ("failed", .failed), ("FAILURE", .failed),
      ("Fail", .failed), ("error", .failed), ("canceled", .canceled), ("cancelled", .canceled),
      ("aborted", .canceled), ("expired", .expired),
    ])
  func words(word: String, state: JobState) {
    #expect(StatusWords.state(of: word) == state)
  }

  @Test(
    "A word that may mean anything means nothing",
    arguments: [
      "", "complete", "done", "finished", "ok", "completed!", "succeeded_partially", "unknown",
      "incomplete", "not_completed", "requires_action", "video.completed", "1", "完成",
    ])
  func unknown(word: String) {
    #expect(StatusWords.state(of: word) == nil)
  }

  @Test("OpenAI's member for the word comes first")
  func members() throws {
    let json = try #require(
      JSONReader.read(Array(#"{"state":"a","task_status":"b","status":"c"}"#.utf8)))
    #expect(StatusWords.word(in: json) == "c")
  }
}
