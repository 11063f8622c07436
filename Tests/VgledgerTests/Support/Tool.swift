import Foundation
import Synchronization
import Testing

/// A temporary folder that goes with its test.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "vgledger-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Folders that stay until the process ends.
  private static let kept = Mutex<[String]>([])
  private static let removal: Void = {
    atexit {
      for path in TemporaryFolder.kept.withLock({ $0 }) {
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    return
  }()

  /// Has the folder removed when the process ends: one that tests share outlives them all.
  func removeAtExit() {
    _ = Self.removal
    Self.kept.withLock { $0.append(path) }
  }

  /// Writes a file into the folder.
  func file(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
}

/// Where the built programs lie: beside the tests.
enum Programs {
  static func path(_ name: String) -> String {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let program = folder.appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: program),
        (try? FileManager.default.contentsOfDirectory(atPath: program)) == nil
      {
        return program
      }
    }
    return name
  }

  static func folder(_ name: String) -> String {
    URL(filePath: path(name)).deletingLastPathComponent().path
  }
}

/// The real program on a ledger of its own, with nothing of the caller's environment.
struct Tool {
  struct Result: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  let folder: TemporaryFolder
  var environment: [String: String] = [:]
  /// Where it runs; `nil` where the tests do.
  var directory: String?

  init() throws {
    folder = try TemporaryFolder()
    environment = [
      "HOME": folder.path, "VGLEDGER_DIR": ledger, "LANG": "C.UTF-8", "COLUMNS": "100",
      "TZ": "UTC", "USER": "tester",
    ]
  }

  var ledger: String { folder.path + "/ledger" }

  /// Runs the program to its end.
  func run(_ arguments: String..., input: String = "") async throws -> Result {
    try await run(arguments, input: Data(input.utf8))
  }

  /// `output`: where standard output goes instead; the result has none of it then.
  func run(
    _ arguments: [String], input: Data = Data(), output: FileHandle? = nil
  ) async throws -> Result {
    try await run(
      program: Programs.path("vgledger"), arguments, input: input, output: output)
  }

  /// Runs a line of shell, which finds the programs by the `PATH` in ``environment``; its output
  /// has the errors in their place.
  func run(shell line: String) async throws -> Result {
    try await run(program: "/bin/sh", ["-c", "exec 2>&1; " + line], input: Data(), output: nil)
  }

  private func run(
    program: String, _ arguments: [String], input: Data, output: FileHandle?
  ) async throws -> Result {
    let name = UUID().uuidString
    let place = URL(filePath: folder.path)
    let inputFile = place.appending(path: "in-" + name)
    let outputFile = place.appending(path: "out-" + name)
    let errorFile = place.appending(path: "err-" + name)
    try input.write(to: inputFile)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = directory.map { URL(filePath: $0) } ?? place
    let handles = [
      try FileHandle(forReadingFrom: inputFile), try FileHandle(forWritingTo: outputFile),
      try FileHandle(forWritingTo: errorFile),
    ]
    process.standardInput = handles[0]
    process.standardOutput = output ?? handles[1]
    process.standardError = handles[2]
    let status = try await process.runToEnd()
    // Foundation keeps a process, and with it thousands of files, until the tests end; with so many
    // open it has crashed while it started another.
    for handle in handles { try handle.close() }
    return Result(
      status: status,
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }

  /// Runs the program, which must end with 0.
  func expectSuccess(_ words: [String], input: String = "") async throws {
    let result = try await run(words, input: Data(input.utf8))
    #expect(result.status == 0, "\(words): \(result.errors)")
  }

  /// The jobs as `list -o jsonl` gives them.
  func jobs() async throws -> [[String: Any]] {
    let result = try await run("list", "-o", "jsonl")
    return try result.output.split(separator: "\n").compactMap { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
  }

  /// Each job's state by its native id.
  func states() async throws -> [String: String] {
    var states: [String: String] = [:]
    for job in try await jobs() {
      if let id = job["id"] as? String { states[id] = job["state"] as? String }
    }
    return states
  }
}

extension Pipe {
  /// The next piece that comes through, without blocking a thread of the tests: there are few.
  func nextPiece() async -> Data {
    let (pieces, piece) = AsyncStream.makeStream(of: Data.self)
    fileHandleForReading.readabilityHandler = { handle in piece.yield(handle.availableData) }
    defer { fileHandleForReading.readabilityHandler = nil }
    for await data in pieces { return data }
    return Data()
  }
}

extension Process {
  private static let starting = Mutex(())

  /// Starts the process while no other is being started: two at once have crashed inside Foundation.
  func startAlone() throws { try Self.starting.withLock { _ in try run() } }

  /// Starts the process and waits for its end without blocking a thread of the tests.
  ///
  /// - Returns: The exit code, or the negative number of the signal that ended it.
  func runToEnd() async throws -> Int32 {
    try await withCheckedThrowingContinuation { continuation in
      terminationHandler = { process in
        let status = process.terminationStatus
        continuation.resume(
          returning: process.terminationReason == .uncaughtSignal ? -status : status)
      }
      do {
        try startAlone()
      } catch {
        terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
  }
}
