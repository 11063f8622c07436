internal import Glibc
internal import SystemPackage

/// A file that one holder writes to at a time, among all processes.
///
/// It ends when it is let go, and with its process, however that ends.
public final class FileLock: Sendable {
  private let file: FileDescriptor

  private init(_ file: FileDescriptor) { self.file = file }

  deinit { try? file.close() }

  /// Makes the file where it is missing, for its owner only, and takes the lock.
  ///
  /// A symbolic link in its place is not followed.
  ///
  /// - Returns: `nil` where another holder has it.
  /// - Throws: ``LedgerError/failed(code:call:)`` where the file cannot be made or opened.
  public static func take(_ path: String) throws(LedgerError) -> FileLock? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(
        FilePath(path), .readWrite, options: [.create, .closeOnExec, .noFollow],
        permissions: .ownerReadWrite)
    } catch {
      throw .failed(code: (error as? Errno)?.rawValue ?? EIO, call: "open")
    }
    let lock = FileLock(file)
    guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .failed(code: errno, call: "flock") }
      return nil
    }
    return lock
  }
}

/// Putting a whole file in the place of another.
public enum FileExchange {
  /// Renames the file over whatever file is at `path`, in one step: at no moment is nothing there.
  ///
  /// - Throws: ``LedgerError/failed(code:call:)``.
  public static func move(_ file: String, over path: String) throws(LedgerError) {
    guard unsafe rename(file, path) == 0 else { throw .failed(code: errno, call: "rename") }
  }
}
