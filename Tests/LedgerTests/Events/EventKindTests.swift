import Testing

@testable import Ledger

struct EventKindTests {
  @Test("A kind's byte and word never change")
  func kinds() {
    let words = EventKind.allCases.map { "\($0.rawValue) \($0.word)" }
    #expect(
      words == [
        "1 job.tracked", "2 job.refused", "3 status.observed", "4 status.unreachable",
        "5 webhook.received", "6 webhook.claimed", "7 asset.saved", "8 asset.failed",
        "9 job.annotated", "10 job.closed", "32 ledger.created", "33 ledger.account",
        "34 ledger.key", "35 ledger.price", "36 ledger.checkpoint", "37 ledger.redacted",
      ])
  }

  @Test("A source's byte and word never change")
  func sources() {
    let words = EventSource.allCases.map { "\($0.rawValue) \($0.word)" }
    #expect(words == ["1 person", "2 poll", "3 webhook", "4 record", "5 import", "6 tool"])
  }

  @Test("A submission source's byte never changes; a lower one knows better")
  func submissionSources() {
    let words = SubmissionSource.allCases.map { "\($0.rawValue) \($0.word)" }
    #expect(words == ["1 client", "2 provider", "3 id", "4 first_seen"])
  }
}
