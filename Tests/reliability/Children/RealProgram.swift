internal import Foundation

/// The program that people run, on a ledger that something was done to.
struct RealProgram {
  /// What a run has said, and how it ended.
  struct Answer {
    let command: String
    let end: ChildProgram.End
    /// What it said on standard output.
    let output: String
    /// The lines on standard error.
    let complaints: [Substring]
  }

  let path: String
  /// Its home: no configuration, and a place for what it says.
  private let home: KeptFolder

  /// `folder`: a unit's own, beside which its home is made.
  init(_ path: String, beside folder: String) throws {
    guard FileManager.default.isExecutableFile(atPath: path) else { throw POSIXError(.ENOENT) }
    self.path = path
    home = try KeptFolder(beside: folder + "-home")
  }

  /// Runs a command to its end.
  ///
  /// - Parameters:
  ///   - words: The command and its options.
  ///   - ledger: The ledger's folder; `nil` for a command that needs none.
  ///   - input: A file for standard input; nothing is there else.
  ///   - environment: Added to an environment of a path and a home.
  /// - Returns: What it has said, and how it ended.
  /// - Throws: What kept it from being started.
  func run(
    _ words: [String], on ledger: String?, input: String = "/dev/null",
    environment: [String: String] = [:]
  ) throws -> Answer {
    let said = try Said(home.path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = (ledger.map { ["--ledger", $0] } ?? []) + words
    let own = [
      "HOME": home.path, "PATH": "/usr/bin:/bin", "TZ": "UTC", "SWIFT_BACKTRACE": "enable=no",
    ]
    process.environment = own.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    process.standardOutput = said.output
    process.standardError = said.complaints
    try process.run()
    process.waitUntilExit()
    let end: ChildProgram.End =
      switch process.terminationReason {
      case .exit: .exited(process.terminationStatus)
      case .uncaughtSignal: .signal(process.terminationStatus)
      @unknown default: .signal(process.terminationStatus)
      }
    let (output, complaints) = try said.texts()
    return Answer(
      command: words.joined(separator: " "), end: end, output: output,
      complaints: complaints.split(separator: "\n"))
  }

  /// The files that a run writes to; a pipe could fill while nobody reads it.
  private struct Said {
    let output: FileHandle
    let complaints: FileHandle
    private let folder: String

    init(_ folder: String) throws {
      self.folder = folder
      output = try Self.file(folder + "/output")
      complaints = try Self.file(folder + "/complaints")
    }

    func texts() throws -> (String, String) {
      try output.close()
      try complaints.close()
      return (try Self.text(folder + "/output"), try Self.text(folder + "/complaints"))
    }

    private static func file(_ path: String) throws -> FileHandle {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private static func text(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
  }
}

extension RealProgram.Answer {
  /// The exit code; `nil` where a signal has ended it.
  var code: Int32? {
    switch end {
    case .exited(let code): code
    case .signal: nil
    }
  }

  /// What is not as a failure must be: no signal, a code that the documents have for it, and one line
  /// on standard error that says what, and what next.
  ///
  /// - Parameter clean: The codes that may be.
  /// - Returns: A line for each fault.
  func faults(clean: Set<Int32>) -> [String] {
    guard let code else { return [told("ended by \(end)")] }
    var found: [String] = []
    if !clean.contains(code) { found.append(told("exit code \(code)")) }
    // Their reports tell it all, on standard output.
    if complaints.isEmpty, !output.isEmpty, code == 20 || code == 30 { return found }
    guard code != 0 else { return found }
    guard complaints.count == 1, let line = complaints.first else {
      return found + [told("\(complaints.count) lines on standard error")]
    }
    if !line.hasPrefix("vgledger: ") { found.append(told("no name before what it says")) }
    // What next stands behind a semicolon in each of its lines.
    if !line.contains("; ") { found.append(told("it does not say what next")) }
    return found
  }

  /// `what`, with the command and its first complaint.
  func told(_ what: String) -> String {
    "'\(command)': \(what)" + (complaints.first.map { ": \($0)" } ?? "")
  }
}
