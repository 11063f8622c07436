import Foundation
import Testing

@Suite("docs/import.md")
struct ImportDocumentTests {
  /// A fenced block: what stands behind its backquotes, and what is in it.
  private struct Block {
    var words: [Substring]
    var lines: [Substring] = []
  }

  private static func blocks() throws -> [Block] {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    let document = try String(contentsOf: folder.appending(path: "docs/import.md"), encoding: .utf8)
    var blocks: [Block] = []
    var isInside = false
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append(Block(words: line.dropFirst(3).split(separator: " "))) }
      } else if isInside {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
    return blocks
  }

  @Test("Its files, imported by its commands, give what it says")
  func examples() async throws {
    var tool = try Tool()
    tool.directory = tool.folder.path
    var commands = 0
    for block in try Self.blocks() {
      if block.words.count == 2 {
        _ = try tool.folder.file(
          String(block.words[1]), block.lines.joined(separator: "\n") + "\n")
      }
      guard block.words == ["console"] else { continue }
      var expected: [String: String] = [:]
      var order: [String] = []
      for line in block.lines {
        if line.hasPrefix("$ vgledger ") {
          order.append(String(line.dropFirst("$ vgledger ".count)))
        } else if let command = order.last {
          expected[command, default: ""] += line + "\n"
        }
      }
      for command in order {
        commands += 1
        let result = try await tool.run(command.split(separator: " ").map(String.init))
        let said = (result.errors + result.output).replacing(tool.ledger, with: "LEDGER")
        #expect(said == expected[command], "vgledger \(command)")
      }
    }
    #expect(commands >= 11)
    #expect(try await tool.run("rebuild", "--check").status == 0)
    let states = try await tool.states()
    #expect(states["video_6a7bd344b7c08190a1f2e3d4c5b6a7988071625344352620"] == "succeeded")
    #expect(states["video_6a7bd345b7c08190a1f2e3d4c5b6a7988071625344352621"] == "filtered")
    #expect(states["models/veo-3.1-generate-preview/operations/p0q1r2s3t4u5"] == "filtered")
  }
}
