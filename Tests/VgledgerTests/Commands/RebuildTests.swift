import Foundation
import Testing

struct RebuildTests {
  private static func tool() async throws -> Tool {
    let tool = try Tool()
    try await tool.expectSuccess(
      ["import", "-"], input: try History.blocked() + History.finished())
    return tool
  }

  @Test("Projections that are as the log says differ in nothing and change no conclusion")
  func clean() async throws {
    let tool = try await Self.tool()
    let check = try await tool.run("rebuild", "--check")
    #expect(check.status == 0)
    #expect(check.output.hasPrefix("no difference: "))
    let diff = try await tool.run("rebuild", "--diff")
    #expect(diff.status == 0)
    #expect(diff.output.isEmpty)
    #expect(diff.errors.contains("no job is concluded otherwise: "))
  }

  @Test("--diff lists each job with both conclusions, changes nothing, and ends with 1")
  func changed() async throws {
    let tool = try await Self.tool()
    try ReopenedRows.make(in: tool.ledger)
    let diff = try await tool.run("rebuild", "--diff", "-o", "tsv")
    #expect(diff.status == 1)
    let lines = diff.output.split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
    #expect(
      lines.first?.prefix(5) == ["key", "id", "account", "before_state", "before_reason"])
    #expect(lines.dropFirst().allSatisfy { $0[3] == "running" })
    #expect(diff.errors.contains("2 jobs are concluded otherwise now; 'vgledger rebuild' makes"))
    let text = try await tool.run("rebuild", "--diff")
    #expect(text.output.contains(" running → filtered"))
    #expect(text.output.contains(" running → succeeded"))
    #expect(try await tool.run("rebuild").status == 0)
    #expect(try await tool.run("rebuild", "--diff").status == 0)
  }

  @Test("--check and --diff exclude each other, and both need a ledger")
  func refused() async throws {
    let tool = try Tool()
    let both = try await tool.run("rebuild", "--check", "--diff")
    #expect(both.status == 64)
    #expect(both.errors.contains("--check and --diff exclude each other"))
    #expect(try await tool.run("rebuild", "--diff").status == 66)
  }
}
