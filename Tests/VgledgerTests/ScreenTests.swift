import Foundation
import Testing

/// A file of `Screens`: in its first line a command, and below it what that prints, to the letter.
struct Screen: CustomTestStringConvertible, Sendable {
  let name: String

  var testDescription: String { name }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Screens")

  private var file: URL { Self.folder.appending(path: name + ".txt") }

  /// The name of every file, in order.
  static func all() throws -> [Self] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".txt") }.sorted().map { Self(name: String($0.dropLast(4))) }
  }

  func lines() throws -> [Substring] {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  func write(_ lines: [Substring]) throws {
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
  }
}

/// What the program shows of the seeded ledger.
///
/// With `VGLEDGER_UPDATE_SCREENS=1` the files are written anew: read the difference before you
/// keep it. A new screen is a file of one line.
@Suite("Screens", .serialized)
struct ScreenTests {
  private static let writesAnew =
    ProcessInfo.processInfo.environment["VGLEDGER_UPDATE_SCREENS"] == "1"

  @Test("Every screen is as it is written down", arguments: try Screen.all())
  func screen(_ screen: Screen) async throws {
    let expected = try screen.lines()
    let command = try #require(expected.first)
    try #require(command.hasPrefix("$ "))
    let result = try await SeededLedger.tool().run(shell: String(command.dropFirst(2)))
    var lines = [command]
    lines += result.output.split(separator: "\n", omittingEmptySubsequences: false)
    if result.status != 0 {
      lines.insert("exit \(result.status)", at: lines.count - 1)
    }
    if Self.writesAnew {
      try screen.write(lines)
    } else {
      #expect(lines == expected, "\(screen.name).txt")
    }
  }
}
