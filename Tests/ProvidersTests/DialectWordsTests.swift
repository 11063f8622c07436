import Foundation
import Ledger
import Providers
import Testing

@Suite("Status words, as docs/dialects.md lists them")
struct DialectWordsTests {
  /// Each dialect's words with the states that they become.
  private static func listed() throws -> [Dialect: [String: JobState]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/dialects.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let section = try #require(text.split(separator: "## Status words\n").last)
    var words: [Dialect: [String: JobState]] = [:]
    for line in section.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let dialect = try #require(Dialect(rawValue: cells[0].filter { $0 != "`" }))
      let state = try #require(JobState.allCases.first { $0.word == cells[1] })
      for word in cells[2].split(separator: ",") {
        words[dialect, default: [:]][word.filter { $0 != "`" && $0 != " " }] = state
      }
    }
    return words
  }

  /// An answer with that word and, where the dialect has one beside it, a result.
  private static func body(_ dialect: Dialect, _ word: String) -> String {
    let video = #""https://results.example/a.mp4""#
    return switch dialect {
    case .openAIVideos, .geminiOperations, .vertexOperations, .fal: #"{"status":"\#(word)"}"#
    case .geminiInteractions: #"{"status":"\#(word)","output_video":{"uri":\#(video)}}"#
    case .runway, .replicate: #"{"status":"\#(word)","output":[\#(video)]}"#
    case .luma: #"{"state":"\#(word)","assets":{"video":\#(video)}}"#
    }
  }

  @Test("Every listed word becomes its state, and is unknown to dialects that do not list it")
  func words() throws {
    let listed = try Self.listed()
    #expect(
      Set(listed.keys)
        == [.openAIVideos, .geminiInteractions, .runway, .replicate, .luma, .fal],
      "operations have no words")
    let all = Set(listed.values.flatMap(\.keys))
    for (dialect, words) in listed {
      for word in all {
        let plain = dialect == .openAIVideos ? word.lowercased() : word
        #expect(
          dialect.read(Self.body(dialect, word)).state == words[plain] ?? .unknown,
          "\(dialect) \(word)")
      }
    }
  }
}
