internal import Glibc
internal import SystemPackage

/// The right to ask providers about all open jobs of a ledger: one process has it at a time.
///
/// It ends when it is let go, and with its process, however that ends.
public final class PollingLock: Sendable {
  private let file: FileDescriptor

  private init(_ file: FileDescriptor) { self.file = file }

  deinit { try? file.close() }

  /// Takes the right.
  ///
  /// - Parameter folder: The ledger's; `polling.lock` is made in it.
  /// - Returns: `nil` where another process has it.
  /// - Throws: ``LedgerError/noPermission(folder:)`` where the file cannot be made, and other
  ///   failures of the system.
  static func take(in folder: String) throws(LedgerError) -> PollingLock? {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(
        FilePath(folder).appending("polling.lock"), .readWrite, options: [.create, .closeOnExec],
        permissions: .ownerReadWrite)
    } catch let error as Errno where error == .permissionDenied || error == .readOnlyFileSystem {
      throw .noPermission(folder: folder)
    } catch {
      throw .failed(code: (error as? Errno)?.rawValue ?? EIO, call: "open")
    }
    let lock = PollingLock(file)
    guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .failed(code: errno, call: "flock") }
      return nil
    }
    return lock
  }
}

extension Ledger {
  /// Takes the right to ask about all open jobs; `nil` where another process has it.
  public func takePollingLock() throws(LedgerError) -> PollingLock? {
    try PollingLock.take(in: folder)
  }
}
