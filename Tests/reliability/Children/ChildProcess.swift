internal import Foundation
internal import Glibc

/// This program, started once more as a child of itself.
///
/// Spawned, not forked: a fork would carry the parent's LMDB locks and threads along.
struct ChildProcess {
  /// How a child ended.
  enum End: Hashable {
    case exited(Int32)
    case killed(by: Int32)
  }

  private let id: pid_t

  /// - Parameters:
  ///   - arguments: A subcommand and its options.
  ///   - input: What it can read; `nil` for the parent's own.
  ///   - output: What the child's standard output goes to.
  /// - Throws: What kept it from being started.
  init(_ arguments: [String], input: FileHandle? = nil, output: FileHandle) throws {
    guard let program = Bundle.main.executablePath else { throw POSIXError(.ENOENT) }
    let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var environment = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe words.indices { unsafe free(words[index]) }
      for index in unsafe environment.indices { unsafe free(environment[index]) }
    }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, STDOUT_FILENO)
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input.fileDescriptor, STDIN_FILENO)
    }
    var started: pid_t = 0
    let code = unsafe posix_spawn(&started, program, &actions, nil, &words, &environment)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
    id = started
  }

  /// Ends the child at once, wherever it is.
  func killAtOnce() { kill(id, SIGKILL) }

  /// Waits until the child has ended; call it once.
  func wait() -> End {
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return signal == 0 ? .exited(status >> 8 & 0xff) : .killed(by: signal)
  }
}

/// The lines that a child writes into a pipe.
struct ChildLines {
  private let reading: FileHandle
  private var rest = Data()

  init(_ reading: FileHandle) { self.reading = reading }

  /// The next whole line, as soon as it is there.
  ///
  /// - Returns: `nil` once the child has ended and all is read; a line that was cut off is none.
  mutating func next() -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
        rest = Data(rest[(end + 1)...])
        return line
      }
      let more = reading.availableData
      guard !more.isEmpty else { return nil }
      rest += more
    }
  }
}
