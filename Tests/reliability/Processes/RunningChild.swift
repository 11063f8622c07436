internal import Foundation

/// A child of `processes`, whose lines go into a file.
struct RunningChild {
  enum Role: Hashable, CaseIterable {
    case writer
    case reader
  }

  let role: Role
  private let process: ChildProcess
  private let output: String
  private var size: UInt64 = 0
  /// When its file was last seen to have grown.
  private var lastHeard = ContinuousClock.now

  /// - Parameters:
  ///   - role: What it does.
  ///   - arguments: Its subcommand.
  ///   - output: A file that is not there yet.
  /// - Throws: What kept it from being started.
  init(_ role: Role, _ arguments: [String], output: String) throws {
    guard FileManager.default.createFile(atPath: output, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process = try ChildProcess(arguments, output: file)
    try file.close()
    self.role = role
    self.output = output
  }

  /// How long nothing was heard of it.
  mutating func silence() throws -> Duration {
    let now = ContinuousClock.now
    let attributes = try FileManager.default.attributesOfItem(atPath: output)
    let bytes = (attributes[.size] as? NSNumber)?.uint64Value ?? 0
    if bytes != size {
      size = bytes
      lastHeard = now
    }
    return lastHeard.duration(to: now)
  }

  /// Kills it.
  ///
  /// - Returns: How it ended, and its lines; one that was cut off is none.
  /// - Throws: What kept its lines from being read.
  func end() throws -> (end: ChildProcess.End, lines: [Substring]) {
    process.killAtOnce()
    let end = process.wait()
    let text = try String(contentsOfFile: output, encoding: .utf8)
    try FileManager.default.removeItem(atPath: output)
    guard let last = text.lastIndex(of: "\n") else { return (end, []) }
    return (end, text[...last].split(separator: "\n"))
  }
}
