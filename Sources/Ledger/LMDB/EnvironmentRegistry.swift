internal import CLMDB
internal import Glibc
internal import Synchronization

/// The environments that this process has open, by the identity of their data file.
///
/// LMDB forbids opening the same file twice in one process: closing one copy drops the other's
/// locks. So all who open a folder share one handle, and the last to let go closes it. This one
/// piece of shared state exists because the rule is the process's.
final class EnvironmentRegistry: Sendable {
  static let shared = EnvironmentRegistry()

  @safe private struct Entry {
    let identity: FileStatus.Identity
    let handle: OpaquePointer
    let mode: Environment.Mode
    var users: Int
  }

  /// A list, for a process has one or two open.
  private let entries = Mutex<[Entry]>([])
  private let tables = Mutex(())

  /// The environment in that folder: a share of the one that is open already, or a new one.
  ///
  /// `folder`: a folder that exists; `data.mdb` is created where it is missing and the
  /// mode allows it.
  func environment(
    folder: String, mode: Environment.Mode
  ) throws(LedgerError) -> Environment {
    let path = folder + "/" + LedgerFolder.dataName
    return try entries.withLock { entries throws(LedgerError) in
      let before = try FileStatus(path: path)
      if let identity = before?.identity,
        let place = entries.firstIndex(where: { $0.identity == identity })
      {
        guard entries[place].mode == mode || mode == .readOnly else {
          throw .failed(code: EBUSY, call: "open for writing what is open for reading")
        }
        entries[place].users += 1
        return unsafe Environment(sharing: entries[place].handle, of: identity, mode: mode)
      }
      // Nobody in this process has the lock file open: closing it here drops no lock of ours.
      try DurableFolder.reserve(LedgerFolder.lockName, in: folder, bytes: Environment.lockFileBytes)
      let handle = unsafe try Environment.open(
        folder: folder, fileBytes: before?.bytes ?? 0, mode: mode, others: entries.count)
      guard let identity = try? FileStatus(path: path)?.identity else {
        unsafe mdb_env_close(handle)
        throw .failed(code: ENOENT, call: "stat")
      }
      entries.append(unsafe Entry(identity: identity, handle: handle, mode: mode, users: 1))
      return unsafe Environment(sharing: handle, of: identity, mode: mode)
    }
  }

  /// Gives a share back.
  ///
  /// The handle is closed under the lock: nobody may open the file while it closes.
  func release(_ identity: FileStatus.Identity) {
    entries.withLock { entries in
      guard let place = entries.firstIndex(where: { $0.identity == identity }) else { return }
      entries[place].users -= 1
      if entries[place].users == 0 { unsafe mdb_env_close(entries.remove(at: place).handle) }
    }
  }

  /// Runs `body`, which opens tables: LMDB wants that done by one transaction of a process at a
  /// time.
  func whileOpeningTables<Value: Sendable>(
    _ body: () throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    try tables.withLock { _ throws(LedgerError) in try body() }
  }
}
