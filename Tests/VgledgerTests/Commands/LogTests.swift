import Foundation
import Testing

@Suite("log")
struct LogTests {
  private func tool() async throws -> Tool {
    var tool = try Tool()
    tool.environment["VGLEDGER_NOW"] = "2026-08-12T02:00:00Z"
    let blocked = try await tool.run("import", "-", input: try History.blocked())
    #expect(blocked.status == 0)
    let finished = try await tool.run("import", "-", input: try History.finished())
    #expect(finished.status == 0)
    return tool
  }

  private func places(_ tool: Tool, _ arguments: String...) async throws -> [Int] {
    let result = try await tool.run(["log", "-o", "jsonl"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try result.output.split(separator: "\n").compactMap { line in
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return row?["sequence"] as? Int
    }
  }

  @Test("Terms choose events by what they are, and by what their job is")
  func terms() async throws {
    let tool = try await tool()
    let all = try await places(tool)
    let imported = try await places(tool, "source:import")
    let filtered = try await places(tool, "state:filtered")
    let succeeded = try await places(tool, "state:succeeded")
    #expect(all == Array(1...all.count))
    #expect(!filtered.isEmpty && !succeeded.isEmpty)
    #expect(Set(filtered).isDisjoint(with: succeeded))
    #expect(Set(filtered).isSubset(of: imported))
    #expect(try await places(tool, "not:state:filtered", "has:asset") == succeeded)
    #expect(try await places(tool, "--state", "filtered") == filtered)
    #expect(try await places(tool, "--job", History.sora) == filtered)
    #expect(try await places(tool, "provider:openai-videos") == filtered)
    #expect(try await places(tool, "seq:2..3,5") == [2, 3, 5])
    #expect(try await places(tool, "state:filtered", "-n", "2") == filtered.suffix(2))
  }

  @Test("A window tests when an event was observed, in the zone that is asked for")
  func windows() async throws {
    let tool = try await tool()
    let observed = try await places(
      tool, "source:import", "since:2026-08-12T01:19", "until:2026-08-12T01:19")
    let same = try await places(
      tool, "source:import", "--tz", "Europe/Berlin", "period:2026-08-12T03:19")
    #expect(observed == same)
    #expect(observed.count == 2)
    let empty = try await tool.run("log", "since:7d", "until:8d")
    #expect(empty.status == 64)
    #expect(
      empty.errors
        == "vgledger: until:8d: nothing lies between since 2026-08-05T02:00:00.000Z and until "
        + "2026-08-04T02:00:00.000Z; swap or change them\n")
  }

  @Test("Following prints what comes, and ends quietly with its reader")
  func follows() async throws {
    let tool = try await tool()
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["log", "--follow", "-n", "1", "-o", "jsonl"]
    process.environment = tool.environment
    process.standardOutput = pipe
    process.standardError = Pipe()
    async let ended = process.runToEnd()
    let first = await pipe.nextPiece()
    #expect(first.split(separator: UInt8(ascii: "\n")).count == 1)
    let noted = try await tool.run("note", History.sora, "seen while following")
    #expect(noted.status == 0)
    let second = String(decoding: await pipe.nextPiece(), as: UTF8.self)
    #expect(second.contains("job.annotated"))
    process.interrupt()
    #expect(try await ended == 0)
  }

  @Test("Following asks anew what jobs are: an event comes when its job begins to be meant")
  func followsJobs() async throws {
    let tool = try await tool()
    _ = try await tool.run("track", "video_new", "--provider", "sora", "--label", "shot=b")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["log", "--follow", "label.shot:a,b", "--job", "video_new", "-o", "jsonl"]
    process.environment = tool.environment
    process.standardOutput = pipe
    process.standardError = Pipe()
    async let ended = process.runToEnd()
    let first = String(decoding: await pipe.nextPiece(), as: UTF8.self)
    #expect(first.contains("job.tracked"))
    _ = try await tool.run("label", "video_new", "shot=c")
    _ = try await tool.run("label", "video_new", "shot=a")
    let piece = String(decoding: await pipe.nextPiece(), as: UTF8.self)
    #expect(piece.contains("shot=a"))
    process.interrupt()
    #expect(try await ended == 0)
  }

  @Test(
    "A limit gives the newest, in log order, whatever chooses them",
    arguments: [
      ["-n", "2"], ["-n", "2", "--job", History.sora], ["-n", "2", "model:sora-2"],
      ["-n", "2", "source:import", "seq:..5"], ["-n", "1", "seq:3"], ["-n", "9999"],
    ])
  func limits(words: [String]) async throws {
    let tool = try await tool()
    func places(_ words: [String]) async throws -> [Int] {
      try await tool.run(["log", "-o", "tsv", "--fields", "sequence", "--no-header"] + words)
        .output.split(separator: "\n").compactMap { Int($0) }
    }
    let all = try await places(Array(words.dropFirst(2)))
    let most = try #require(Int(words[1]))
    #expect(!all.isEmpty)
    #expect(try await places(words) == Array(all.suffix(most)))
  }

  @Test("Keys are cut to what names a job, and whole where that is asked for")
  func keys() async throws {
    let tool = try await tool()
    let whole = try await tool.run(
      "log", "--job", History.sora, "-n", "1", "-o", "tsv", "--fields",
      "job", "--no-header"
    ).output.dropLast()
    #expect(whole.count == 17)
    let cut = try await tool.run("log", "--job", History.sora, "-o", "table").output
    #expect(cut.contains(whole.prefix(7)) && !cut.contains(whole))
    let wide = try await tool.run("log", "--job", History.sora, "-o", "table", "--wide-ids").output
    #expect(wide.contains(whole))
  }

  @Test("What makes no sense is refused by name")
  func refuses() async throws {
    let tool = try await tool()
    for (arguments, words) in [
      (["log", "--state", "faild"], "--state faild: there is no 'faild', did you mean failed?"),
      (["log", "--now", "2026-11-20"], "--now: '2026-11-20' is no single moment"),
      (["log", "--as-of", "soon"], "this command answers from the whole log only"),
      (["log", "since:seq:9999"], "since:seq:9999: the log has no event #9999"),
    ] {
      let result = try await tool.run(arguments)
      #expect(result.status == 64)
      #expect(result.errors.hasPrefix("vgledger: " + words), "\(result.errors)")
    }
  }
}
