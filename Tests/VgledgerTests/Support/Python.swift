import Foundation
import Testing

/// Python 3, whose csv module says whether others can read what we write.
enum Python {
  /// Runs a script with the input on its standard input, and gives what it prints.
  ///
  /// Where Python is missing, the test fails and says so: it must not pass because nobody looked.
  static func run(
    _ script: String, _ arguments: [String] = [], input: Data = Data(),
    environment: [String: String] = [:]
  ) async throws -> String {
    let folder = try TemporaryFolder()
    let file = try folder.file("in", "")
    try input.write(to: URL(filePath: file))
    let output = try folder.file("out", "")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .merging(["PYTHONUTF8": "1"]) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    let status = try await process.runToEnd()
    try #require(status != 127, "PYTHON 3 IS MISSING: this test reads CSV with it; install python3")
    try #require(status == 0, "the Python script failed with \(status)")
    return String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
  }
}
