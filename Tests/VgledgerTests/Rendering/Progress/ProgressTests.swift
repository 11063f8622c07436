import Synchronization
import Testing

@testable import vgledger

struct ProgressTests {
  /// What a reader sees, and the time.
  private final class Screen: Sendable {
    let lines = Mutex<[String]>([])
    let time = Mutex<Duration>(.zero)
  }

  private static func progress(on screen: Screen) -> Progress {
    Progress(
      ProgressText(work: "rebuilding", unit: "events"), ProgressPace(interval: .seconds(1)),
      elapsed: { screen.time.withLock { $0 } },
      say: { line in screen.lines.withLock { $0.append(line) } },
      takeAway: { screen.lines.withLock { $0.append("") } })
  }

  @Test("It says what is due, and goes with the work")
  func says() {
    let screen = Screen()
    do {
      let progress = Self.progress(on: screen)
      for (second, count) in [(0, 1), (1, 2), (1, 3), (4, 4)] {
        screen.time.withLock { $0 = .seconds(second) }
        progress.report(count, share: Double(count) / 4)
      }
    }
    let lines = screen.lines.withLock { $0 }
    #expect(
      lines == [
        "rebuilding  50 %  2 events  1s, about 1s more",
        "rebuilding  100 %  4 events  4s, about 0s more", "",
      ])
  }

  @Test(
    "A pipe is told nothing of a short import, with or without -v",
    arguments: [[], ["-v"], ["-q"]])
  func pipe(options: [String]) async throws {
    let tool = try Tool()
    let file = try tool.folder.file("history.jsonl", try History.blocked())
    let result = try await tool.run(["import", file] + options)
    #expect(result.status == 0)
    #expect(!result.errors.contains("importing"))
    #expect(!result.errors.contains("\u{1b}"))
  }
}
