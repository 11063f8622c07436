internal import Synchronization
internal import SystemPackage

/// One line on standard error that is written over while something lasts.
///
/// Whatever else goes there clears it first, so that no line begins behind it.
final class StatusLine: Sendable {
  private static let clearing = "\r\u{1b}[K"
  private let isShown = Mutex(false)

  /// Shows the text in the place of what stood there.
  func show(_ text: String) {
    isShown.withLock { isShown in
      Self.write(Self.clearing + text)
      isShown = true
    }
  }

  /// Takes the line away.
  func clear() {
    isShown.withLock { isShown in
      if isShown { Self.write(Self.clearing) }
      isShown = false
    }
  }

  /// Nobody can be told where standard error is gone.
  private static func write(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(text.utf8)
  }
}
