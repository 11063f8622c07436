internal import Glibc

/// What the process knows about its terminal.
///
/// One of two places outside `Ledger/LMDB` that call C with a pointer: no library in use tells a
/// terminal's width.
enum Terminal {
  static let standardInput: Int32 = 0
  static let standardOutput: Int32 = 1
  static let standardError: Int32 = 2

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal behind a stream; `nil` where there is none.
  static func columns(of descriptor: Int32 = standardOutput) -> Int? {
    size(of: descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
  }

  /// Rows of the terminal behind standard output; `nil` where there is none.
  static func rows() -> Int? {
    size(of: standardOutput).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil }
  }

  private static func size(of descriptor: Int32) -> winsize? {
    var size = winsize()
    return unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  /// Takes the places of standard streams that are closed, so that no file gets them: an answer must
  /// never be written into a ledger's file.
  ///
  /// What is closed stays useless: reading from it and writing to it fail.
  static func occupyClosedStreams() {
    for descriptor in [standardInput, standardOutput, standardError]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is the one that is closed.
      _ = unsafe open("/dev/null", descriptor == standardInput ? O_WRONLY : O_RDONLY)
    }
  }

  /// A reader that goes away must not kill a command that is still appending.
  static func ignoreBrokenPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Whether nobody will read any more what is written to standard output.
  static func readerIsGone() -> Bool {
    var output = pollfd(fd: standardOutput, events: 0, revents: 0)
    return unsafe poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
  }

  static func end(_ code: Int32) -> Never { exit(code) }
}
