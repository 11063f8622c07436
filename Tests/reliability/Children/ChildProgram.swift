internal import Foundation

/// A program that is run to its end, with its output taken line by line.
struct ChildProgram {
  enum End: Equatable {
    case exited(Int32)
    case signal(Int32)
  }

  let path: String
  let arguments: [String]
  /// Added to this process's own.
  let environment: [String: String]
  /// Whether what it says on standard error is dropped.
  let isSilent: Bool

  init(
    _ path: String, arguments: [String], environment: [String: String] = [:], isSilent: Bool = false
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.isSilent = isSilent
  }

  /// Runs it.
  ///
  /// - Parameter take: Takes each whole line.
  /// - Returns: How it ended.
  /// - Throws: What kept it from being started.
  func run(_ take: (Substring) -> Void) throws -> End {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    if isSilent { process.standardError = FileHandle.nullDevice }
    try process.run()
    var rest = Data()
    while let bytes = try output.fileHandleForReading.read(upToCount: 1 << 16), !bytes.isEmpty {
      rest += bytes
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
      for line in String(decoding: rest[...end], as: UTF8.self).split(separator: "\n") {
        take(line)
      }
      rest = Data(rest[(end + 1)...])
    }
    process.waitUntilExit()
    switch process.terminationReason {
    case .exit: return .exited(process.terminationStatus)
    case .uncaughtSignal: return .signal(process.terminationStatus)
    @unknown default: return .signal(process.terminationStatus)
    }
  }
}
