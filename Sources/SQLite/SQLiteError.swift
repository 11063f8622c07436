internal import CSQLite

/// Why SQLite refused.
public struct SQLiteError: Error, Hashable, Sendable {
  /// What a caller can do something about.
  public enum Kind: Hashable, Sendable {
    /// The disk is full.
    case full
    /// Reading or writing the file failed.
    case inputOutput
    /// The file cannot be opened or may not be written.
    case cannotOpen
    /// Anything else, which is a mistake in the SQL or a damaged file.
    case other
  }

  public let kind: Kind
  /// SQLite's words.
  public let message: String

  init(code: Int32, message: String) {
    kind =
      switch code & 0xff {  // the rest are details of the same kind
      case SQLITE_FULL: .full
      case SQLITE_IOERR: .inputOutput
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: .cannotOpen
      default: .other
      }
    self.message = message
  }
}
