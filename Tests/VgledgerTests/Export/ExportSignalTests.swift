import Foundation
import Testing

@Suite("export --to, ended by a signal")
struct ExportSignalTests {
  /// Enough events that an export is still under way when the signal comes.
  private static let events = 300
  /// An export that was quicker than the signal is run again.
  private static let triesMost = 20

  private func tool() async throws -> Tool {
    let tool = try Tool()
    let lines = try (0..<Self.events).map { place in
      try History.line(
        "sora", String(format: "video_%032x", place),
        at: String(format: "2026-08-12T01:%02d:%02d.000Z", place / 60, place % 60),
        #"{"object":"video","model":"sora-2","status":"queued","prompt":"a red car"}"#)
    }
    #expect(try await tool.run("import", "-", input: lines.joined()).status == 0)
    return tool
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Exports over `file`, and sends the signal when the export has begun to write aside.
  ///
  /// - Returns: The exit code, or the negative number of the signal that ended the export.
  private func end(
    _ tool: Tool, _ form: String, over file: String, with signal: Int32
  ) async throws -> Int32? {
    let folder = URL(filePath: file).deletingLastPathComponent().path
    let (ends, end) = AsyncStream.makeStream(of: Int32.self)
    let process = Process()
    process.executableURL = URL(filePath: Programs.path("vgledger"))
    process.arguments = ["export", form, "--to", file, "-q"]
    process.environment = tool.environment
    process.terminationHandler = { process in
      let status = process.terminationStatus
      end.yield(process.terminationReason == .uncaughtSignal ? -status : status)
      end.finish()
    }
    try process.startAlone()
    while process.isRunning, try names(folder).count == 1 { await Task.yield() }
    kill(process.processIdentifier, signal)
    for await status in ends { return status }
    return nil
  }

  @Test("The old file stays as it was", arguments: ["csv", "observations", "sqlite"])
  func oldFileStays(form: String) async throws {
    let tool = try await tool()
    for signal in [SIGINT, SIGTERM, SIGKILL] {
      let folder = tool.folder.path + "/out\(signal)"
      let file = folder + "/it"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var status: Int32?
      var isOld = false
      // A signal that comes after the rename finds the new file whole.
      for _ in 0..<Self.triesMost where status != -signal || !isOld {
        try Data("old".utf8).write(to: URL(filePath: file))
        status = try await end(tool, form, over: file, with: signal)
        let length = try Data(contentsOf: URL(filePath: file)).count
        isOld = length == 3
        #expect(isOld || length > 1000, "half a file")
      }
      #expect(status == -signal)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
      // Nobody can clean up after KILL; what is left does not disturb the next export.
      if signal != SIGKILL { #expect(try names(folder) == ["it"]) }
      #expect(try await tool.run("export", form, "--to", file).status == 0)
      #expect(try Data(contentsOf: URL(filePath: file)).count > 1000)
    }
  }
}
