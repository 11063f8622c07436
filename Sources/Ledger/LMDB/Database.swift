internal import CLMDB

/// A named table of an environment, opened once; valid in every later transaction.
struct Database: Hashable, Sendable {
  enum Shape: Sendable {
    /// One value a key.
    case values
    /// Many sorted values of one size a key.
    case fixedDuplicates
  }

  let name: String
  let handle: MDB_dbi
}

/// How a put treats what is there.
enum PutMode: Sendable {
  /// Replaces the value.
  case replace
  /// The key must be greater than every other; checks the order and fills pages to the brim.
  case append

  var flags: UInt32 {
    switch self {
    case .replace: 0
    case .append: UInt32(MDB_APPEND)
    }
  }
}
