import Foundation
import Testing

@testable import vgledger

@Suite("the way of an answer to its reader")
struct AnswerStreamTests {
  private static func tool(jobs count: Int) async throws -> Tool {
    let tool = try Tool()
    let ids = (0..<count).map { "video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a688\(10_000 + $0)" }
    _ = try await tool.run(["track"] + ids)
    return tool
  }

  @Test("The first row is written alone, long before the last: a socket keeps writes apart")
  func firstRow() async throws {
    let tool = try await Self.tool(jobs: 400)
    let script = """
      import socket, subprocess, sys
      ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
      tool = subprocess.Popen(sys.argv[1:], stdout=theirs)
      theirs.close()
      sizes = []
      while True:
          piece = ours.recv(1 << 22)
          if not piece: break
          sizes.append(piece.count(b"\\n"))
      assert tool.wait() == 0
      print(sizes[0], sum(sizes), len(sizes) > 2)
      """
    for (format, first, all) in [("jsonl", 1, 400), ("csv", 2, 401), ("tsv", 2, 401)] {
      let said = try await Python.run(
        script, [Programs.path("vgledger"), "list", "-o", format], environment: tool.environment)
      #expect(said == "\(first) \(all) True\n", "\(format)")
    }
  }

  @Test("A full disk is exit code 74 and one line", arguments: ["table", "json", "csv", "md"])
  func fullDisk(format: String) async throws {
    let tool = try await Self.tool(jobs: 3)
    let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let result = try await tool.run(["list", "-o", format], output: full)
    #expect(result.status == 74)
    #expect(result.errors.hasPrefix("vgledger: cannot write the answer: "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "A reader that went away ends the command quietly with 141",
    arguments: [["list"], ["list", "-o", "json"], ["log"], ["schema", "list"], ["help"]])
  func closedPipe(words: [String]) async throws {
    let tool = try await Self.tool(jobs: 3)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let result = try await tool.run(words, output: pipe.fileHandleForWriting)
    #expect(result == .init(status: 141, output: "", errors: ""))
  }

  @Test("What is appended stays so when nobody reads the answer")
  func appendsAllTheSame() async throws {
    let tool = try await Self.tool(jobs: 1)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let result = try await tool.run(
      ["track", History.sora], output: pipe.fileHandleForWriting)
    #expect(result.status == 141)
    #expect(try await tool.jobs().count == 2)
  }

  @Test("Closed standard streams harm no ledger: nothing is written into its files")
  func closedStreams() async throws {
    let tool = try await Self.tool(jobs: 3)
    let script = """
      import os, subprocess, sys
      streams = [int(each) for each in sys.argv[1].split(",")]
      def close():
          for stream in streams: os.close(stream)
      print(subprocess.run(sys.argv[2:], preexec_fn=close).returncode)
      """
    for (streams, status) in [("1", 74), ("0,1,2", 74), ("0,2", 0), ("0", 0)] {
      for words in [["list"], ["note", "@last", "x"]] {
        let said = try await Python.run(
          script, [streams, Programs.path("vgledger")] + words, environment: tool.environment)
        #expect(
          said.split(separator: "\n").last == "\(status)", "\(streams) \(words): \(said)")
      }
    }
    #expect(try await tool.run("rebuild", "--check").status == 0)
    #expect(try await tool.jobs().count == 3)
  }

  @Test("Rows of a screen count long lines as they go round, and no colours")
  func screenFill() {
    var fill = ScreenFill(columns: 10)
    fill.take("short\n")
    #expect(fill.rows == 1)
    fill.take("exactly10!\n\n")
    #expect(fill.rows == 3)
    fill.take("eleven char\n")
    #expect(fill.rows == 5)
    fill.take("\u{1b}[2m0123456789\u{1b}[0m\n")
    #expect(fill.rows == 6)
    fill.take("日本語日本語\nno end yet")
    #expect(fill.rows == 8)
  }
}
