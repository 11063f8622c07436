import ArgumentParser
import Testing

@testable import ProviderSimulator
@testable import vgledger

struct PlainOptionsTests {
  private static let words = [
    "--ledger", "--profile", "--output", "-o", "--tz", "--now", "--as-of", "--color", "--fields",
    "--limit", "-n", "--time", "--pager", "--json", "--ascii", "--no-input", "--quiet", "-q",
    "--verbose", "-v", "--no-header", "--meta", "--csv-safe", "--no-csv-safe", "--wide-ids",
    "json", "table", "xml", "dir", "", "-", "7", "--tz=UTC", "-qv", "-qn", "--bogus",
  ]

  @Test("What is read without the parser is what the parser reads", arguments: [1, 2] as [UInt64])
  func sameAsParser(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var read = 0
    for _ in 0..<3000 {
      let line = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
      }
      guard let plain = GlobalOptions.plain(line) else { continue }
      read += 1
      let parsed = try? GlobalOptions.parse(line)
      #expect(
        parsed.map(GlobalOptionsTests.values) == GlobalOptionsTests.values(plain),
        "seed \(seed): \(line)")
    }
    #expect(read > 100)
  }

  @Test(
    "Every plain option is read, and the last of two counts",
    arguments: [
      ["--ledger", "a", "--profile", "b", "--tz", "UTC", "--now", "1", "--as-of", "2"],
      ["--fields", "key", "-o", "json", "--output", "csv", "--no-header", "--meta", "--wide-ids"],
      ["--json", "--ascii", "--no-input", "--quiet"], ["-q"],
    ])
  func plain(words: [String]) throws {
    let plain = try #require(GlobalOptions.plain(words))
    #expect(
      GlobalOptionsTests.values(plain) == GlobalOptionsTests.values(try GlobalOptions.parse(words)))
    #expect(GlobalOptionsTests.values(plain) != GlobalOptionsTests.values(.standard))
  }

  @Test(
    "What is wrong, or written another way, is left to the parser",
    arguments: [
      ["--ledger"], ["--ledger", "-q"], ["-o", "xml"], ["--tz=UTC"], ["-qv"], ["--verbose"],
      ["--bogus"], ["word"],
    ])
  func left(words: [String]) {
    #expect(GlobalOptions.plain(words) == nil)
  }
}
