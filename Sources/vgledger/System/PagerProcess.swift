internal import Glibc
internal import SystemPackage

/// A pager that runs, fed through a pipe.
///
/// `posix_spawn`, because no library in use starts a process. While the pager runs, INT is its own
/// business: a person who stops a search in it must not lose the terminal to two readers.
final class PagerProcess {
  private let process: pid_t
  private var input: FileDescriptor?
  private var signals: EndingSignals?

  /// Starts `/bin/sh -c command`; `nil` where that fails.
  init?(_ command: String, _ environment: [String: String]) {
    guard let (reading, writing) = try? FileDescriptor.pipe() else { return nil }
    // The pager must not hold the end that it waits for.
    for end in [reading, writing] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    let started = Self.spawn(command, environment, input: reading.rawValue)
    try? reading.close()
    guard let started else {
      try? writing.close()
      return nil
    }
    process = started
    input = writing
    _ = signal(SIGINT, SIG_IGN)
    // A pager that is left alone would keep the terminal in its own mode: TERM waits for it.
    signals = EndingSignals {
      try? writing.close()
      Self.waitForEnd(of: started)
    }
  }

  /// Gives the pager more to show.
  ///
  /// - Returns: Whether it took everything; a pager that was left takes no more.
  func write(_ bytes: [UInt8]) -> Bool {
    guard let input else { return false }
    do {
      try input.writeAll(bytes)
      return true
    } catch {
      return false
    }
  }

  /// Says that there is no more, and waits until the pager has ended.
  func wait() {
    guard let open = input else { return }
    input = nil
    try? open.close()
    Self.waitForEnd(of: process)
    signals = nil
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
  }

  private static func waitForEnd(of process: pid_t) {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
  }

  private static func spawn(
    _ command: String, _ environment: [String: String], input: Int32
  ) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)

    // We ignore broken pipes; a pager and what it starts must not inherit that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe sigaddset(&signals, SIGINT)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    let words = unsafe ["sh", "-c", command].map { (text: String) in unsafe strdup(text) } + [nil]
    let variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    let all = unsafe words + variables
    defer { for place in unsafe all.indices { unsafe free(all[place]) } }
    var process = pid_t()
    let code = unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, words, variables)
    return code == 0 ? process : nil
  }
}
