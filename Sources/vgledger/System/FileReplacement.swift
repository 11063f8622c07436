internal import Dispatch
internal import Glibc
internal import SystemPackage

/// Calls of the system that neither swift-system nor FoundationEssentials has: what makes a written
/// file durable, and what puts it in the place of another.
enum FileReplacement {
  /// Waits until the file's content is on the disk.
  static func sync(_ file: FileDescriptor) throws(Errno) {
    guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Waits until the folder's entries are on the disk.
  static func sync(folder: String) throws {
    let file = try FileDescriptor.open(FilePath(folder), .readOnly, options: [.directory])
    defer { try? file.close() }
    try sync(file)
  }

  /// Puts the file in the place of `path`, in one step.
  static func move(_ file: String, over path: String) throws(Errno) {
    guard unsafe rename(file, path) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Removes the file, if it is there.
  static func remove(_ file: String) { unsafe _ = unlink(file) }
}

/// Runs a clean-up when INT or TERM ends the process, which then dies by that signal.
///
/// A signal that the caller had the process ignore stays ignored. When the value goes, signals end the
/// process again without it.
final class EndingSignals {
  private var sources: [(number: Int32, source: any DispatchSourceSignal)] = []

  init(cleanUp: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      let before = signal(number, SIG_IGN)
      if unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        continue
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        _ = signal(number, SIG_DFL)
        // The caller may have started the process with the signal blocked: then nothing would end it.
        var ending = sigset_t()
        unsafe _ = sigemptyset(&ending)
        unsafe _ = sigaddset(&ending, number)
        unsafe _ = pthread_sigmask(SIG_UNBLOCK, &ending, nil)
        cleanUp()
        _ = kill(getpid(), number)
      }
      source.resume()
      sources.append((number, source))
    }
  }

  deinit {
    for (number, source) in sources {
      source.cancel()
      _ = signal(number, SIG_DFL)
    }
  }
}
