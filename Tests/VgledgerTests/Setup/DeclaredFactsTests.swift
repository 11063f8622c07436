import Foundation
import Testing

@Suite("declared, in a line of observations")
struct DeclaredFactsTests {
  private static let id = "models/veo-3.1-lite/operations/k3x9q2m7w1tz"

  private func line(_ declared: String) -> String {
    #"{"account":"veo","job":"\#(Self.id)","observed_at":"2026-11-01T10:00:05Z","http_status":200,"#
      + #""declared":\#(declared),"body":"{\"name\":\"\#(Self.id)\"}"}"# + "\n"
  }

  private let whole = """
    {"submitted_at":"2026-11-01T10:00:00.250Z","model":"veo-3.1-lite","seconds":6,\
    "resolution":"1080p","audio":true,"samples":2,"prompt":"a paper boat","project":"acme",\
    "labels":{"take":"2","shot":"sc010"},"by":"render-bot"}
    """

  @Test("The client's facts are tracked before the answer, and once")
  func tracked() async throws {
    let tool = try Tool()
    for added in ["added 1, already there 0", "added 0, already there 1"] {
      let result = try await tool.run("import", "-", input: line(whole))
      #expect(result.status == 0)
      #expect(result.output == "\(added), conflicts 0, rejected 0\n")
    }
    let job = try #require(try await tool.jobs().first)
    #expect(job["submitted_at"] as? String == "2026-11-01T10:00:00.250Z")
    #expect(job["submitted_from"] as? String == "client")
    #expect(job["seconds"] as? Int == 6)
    #expect(job["resolution"] as? String == "1080p")
    #expect(job["audio"] as? Bool == true)
    #expect(job["samples_asked"] as? Int == 2)
    #expect(job["prompt"] as? String == "a paper boat")
    #expect(job["project"] as? String == "acme")
    #expect(job["labels"] as? [String: String] == ["shot": "sc010", "take": "2"])
    #expect(job["state"] as? String == "running")
  }

  @Test(
    "What cannot be meant is refused with its reason",
    arguments: [
      ("[]", "declared is no object"),
      (#"{"seconds":-1}"#, "declared.seconds must be 0 to 86400"),
      (#"{"samples":0}"#, "declared.samples must be 1 to 1000"),
      (#"{"labels":[]}"#, "declared.labels is no object"),
      (
        #"{"submitted_at":"soon"}"#,
        "declared.submitted_at is no time: write RFC 3339, or Unix seconds"
      ),
    ])
  func refused(declared: String, why: String) async throws {
    let tool = try Tool()
    let result = try await tool.run("import", "-", "--dry-run", input: line(declared))
    #expect(result.status == 65)
    #expect(result.errors.contains("line 1: \(why)\n"))
  }
}
