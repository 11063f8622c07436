import Foundation
import Testing

@Suite("show")
struct ShowTests {
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let history = try History.blocked() + History.finished()
    let result = try await tool.run("import", "-", input: history)
    #expect(result.status == 0)
    return tool
  }

  @Test("A blocked job is told whole")
  func blocked() async throws {
    let result = try await tool().run("show", "video_6a7bd301")
    #expect(result.errors == "")
    #expect(
      result.output == """
        ✗ vv5ere2  filtered                                                                    sora-2 · sora
          asked    8s · 1280x720        prompt  "a paper boat" 12 ch
          provider video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a6886a4c2

          WHERE TIME WENT   finished after 1m31s ±30.5s
          queued             0s – 31.5s  ▓▓▓▓▓▓▓▓▓▓
          running           30s – 2m00s  ████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
          noticed            0s – 1m00s  ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
        """)
  }
}
