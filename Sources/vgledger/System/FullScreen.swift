internal import Glibc
internal import SystemPackage

/// The whole of a terminal, for as long as this value lives: another screen than the one that was
/// there, without a cursor, and keys as they are pressed.
///
/// One of the places outside `Ledger/LMDB` that call C with a pointer: no library in use tells a
/// terminal not to wait for the end of a line.
struct FullScreen: ~Copyable {
  private static let enter = "\u{1b}[?1049h\u{1b}[?25l"
  private static let leave = "\u{1b}[?25h\u{1b}[?1049l"

  /// How the terminal was; `nil` where standard input is none, so that no key can be read.
  private let before: termios?

  init() {
    var settings = termios()
    if unsafe tcgetattr(Terminal.standardInput, &settings) == 0 {
      before = settings
      // Signals keep their keys; characters come one by one, and unseen.
      settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
      _ = unsafe tcsetattr(Terminal.standardInput, TCSANOW, &settings)
    } else {
      before = nil
    }
    Self.write(Self.enter)
  }

  deinit {
    Self.write(Self.leave)
    if var before { _ = unsafe tcsetattr(Terminal.standardInput, TCSANOW, &before) }
  }

  /// Shows the lines from the top on, and nothing else.
  func show(_ lines: [String]) {
    let text = lines.map { $0 + "\u{1b}[K" }.joined(separator: "\r\n")
    Self.write("\u{1b}[H" + text + "\u{1b}[J")
  }

  /// The bytes of the keys that were pressed since the last call; waits for nothing.
  func pressed() -> [UInt8] {
    guard before != nil else { return [] }
    var bytes: [UInt8] = []
    var wanted = pollfd(fd: Terminal.standardInput, events: Int16(POLLIN), revents: 0)
    while unsafe poll(&wanted, 1, 0) == 1, wanted.revents & Int16(POLLIN) != 0, bytes.count < 256 {
      var byte: UInt8 = 0
      guard unsafe read(Terminal.standardInput, &byte, 1) == 1 else { break }
      bytes.append(byte)
    }
    return bytes
  }

  /// A terminal that is gone is noticed by the signal that comes with it.
  private static func write(_ text: String) {
    _ = try? StandardOutput.write(Array(text.utf8))
  }
}
