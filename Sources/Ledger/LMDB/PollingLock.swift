internal import Glibc

/// The right to ask providers about all open jobs of a ledger: one process has it at a time.
///
/// It ends when it is let go, and with its process, however that ends.
public final class PollingLock: Sendable {
  private let lock: FileLock

  private init(_ lock: FileLock) { self.lock = lock }

  /// Takes the right.
  ///
  /// - Parameter folder: The ledger's; `polling.lock` is made in it.
  /// - Returns: `nil` where another process has it.
  /// - Throws: ``LedgerError/noPermission(folder:)`` where the file cannot be made, and other
  ///   failures of the system.
  static func take(in folder: String) throws(LedgerError) -> PollingLock? {
    do throws(LedgerError) {
      return try FileLock.take(folder + "/polling.lock").map(PollingLock.init)
    } catch .failed(EACCES, _), .failed(EROFS, _) {
      throw .noPermission(folder: folder)
    } catch {
      throw error
    }
  }
}

extension Ledger {
  /// Takes the right to ask about all open jobs; `nil` where another process has it.
  public func takePollingLock() throws(LedgerError) -> PollingLock? {
    try PollingLock.take(in: folder)
  }
}
