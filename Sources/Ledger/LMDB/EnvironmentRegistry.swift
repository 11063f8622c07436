internal import Synchronization

/// The environments that this process has open, by the identity of their data file.
///
/// LMDB forbids opening the same file twice in one process: closing one copy drops the other's
/// locks. This one piece of shared state exists because the rule is the process's.
final class EnvironmentRegistry: Sendable {
  static let shared = EnvironmentRegistry()

  private struct Entry {
    weak var environment: Environment?
  }

  private let entries = Mutex<[FileStatus.Identity: Entry]>([:])

  /// The environment in that folder: the one that is open already, or a new one.
  ///
  /// - Parameter folder: A folder that exists; `data.mdb` is created where it is missing and the
  ///   mode allows it.
  func environment(
    folder: String, mode: Environment.Mode
  ) throws(LedgerError) -> Environment {
    let result = entries.withLock { entries -> Result<Environment, LedgerError> in
      do throws(LedgerError) {
        return .success(try Self.open(folder: folder, mode: mode, &entries))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func open(
    folder: String, mode: Environment.Mode, _ entries: inout [FileStatus.Identity: Entry]
  ) throws(LedgerError) -> Environment {
    let path = folder + "/data.mdb"
    let before = try FileStatus(path: path)
    if let before, let open = entries[before.identity]?.environment {
      guard open.mode == mode || mode == .readOnly else {
        throw .failed(code: 16, call: "open for writing what is open for reading")  // EBUSY
      }
      return open
    }
    let environment = try Environment(folder: folder, fileBytes: before?.bytes ?? 0, mode: mode)
    entries = entries.filter { $0.value.environment != nil }
    if let after = try FileStatus(path: path) {
      entries[after.identity] = Entry(environment: environment)
    }
    return environment
  }
}
