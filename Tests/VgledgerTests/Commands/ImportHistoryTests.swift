import Foundation
import Testing

@Suite("import of written history")
struct ImportHistoryTests {
  @Test("300 jobs of the simulator end as they were meant to", arguments: 1...3)
  func proportions(seed: Int) async throws {
    let tool = try Tool()
    let file = tool.folder.path + "/history.jsonl"
    try Data().write(to: URL(filePath: file))
    let process = Process()
    process.executableURL = URL(filePath: Programs.path("provider-simulator"))
    process.arguments = [
      "history", "--jobs", "300", "--seed", "\(seed)", "--until", "2026-11-23T12:00:00Z",
    ]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: file))
    #expect(try await process.runToEnd() == 0)
    let result = try await tool.run("import", file)
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("conflicts 0, rejected 0\n"))
    let jobs = try await tool.jobs()
    #expect((297...300).contains(jobs.count))
    let counts = Dictionary(grouping: jobs) { $0["state"] as? String ?? "" }.mapValues(\.count)
    #expect((265...298).contains(counts["succeeded"] ?? 0), "\(counts)")
    #expect((1...30).contains((counts["failed"] ?? 0) + (counts["filtered"] ?? 0)), "\(counts)")
    let open = (counts["running"] ?? 0) + (counts["queued"] ?? 0)
    #expect((1...8).contains(open), "\(counts)")
    #expect(jobs.filter { $0["project"] is String }.count > 250)
  }
}
