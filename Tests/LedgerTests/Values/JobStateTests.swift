import Testing

@testable import Ledger

struct JobStateTests {
  @Test("A state's byte and word never change")
  func stable() {
    let words = JobState.allCases.map { "\($0.rawValue) \($0.word)" }
    #expect(
      words == [
        "1 queued", "2 running", "3 succeeded", "4 partial", "5 filtered", "6 failed",
        "7 canceled", "8 expired", "9 lost", "10 gone", "11 unknown",
      ])
  }

  @Test("A word names its state, and no other word does")
  func words() {
    #expect(JobState.allCases.map { JobState(word: $0.word) } == JobState.allCases)
    for word in ["", "Queued", "done", "succeeded "] { #expect(JobState(word: word) == nil) }
  }

  @Test("What ends a job, what may be overridden, what has videos")
  func classes() {
    let states = JobState.allCases
    #expect(states.filter { !$0.isVerdict } == [.queued, .running, .unknown])
    #expect(states.filter(\.isRevocable) == [.canceled, .expired, .lost, .gone])
    #expect(states.filter(\.hasVideos) == [.succeeded, .partial])
  }
}
