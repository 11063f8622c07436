internal import Glibc
internal import SystemPackage

/// Running the same command once more in a process of its own.
///
/// A file whose structure is broken can end a process that has it mapped; then this one is left to say
/// so.
enum ReadingProcess {
  /// The variable that tells the second process that it is the one.
  static let mark = "VGLEDGER_READING_PROCESS"

  /// How the second process ended.
  enum End {
    case exit(Int32)
    case signal(Int32)
  }

  /// Runs this program with this command line and these streams, and waits for its end.
  ///
  /// INT and TERM are passed on.
  static func run() throws(Errno) -> End {
    unsafe setenv(mark, "1", 1)
    defer { unsafe _ = unsetenv(mark) }
    let words = CommandLine.arguments
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for index in words.indices { unsafe free(arguments[index]) } }
    var child: pid_t = 0
    let code = unsafe posix_spawn(&child, "/proc/self/exe", nil, nil, &arguments, environ)
    guard code == 0 else { throw Errno(rawValue: code) }
    let signals = EndingSignals { [child] in _ = kill(child, SIGTERM) }
    defer { withExtendedLifetime(signals) {} }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal)
  }
}
