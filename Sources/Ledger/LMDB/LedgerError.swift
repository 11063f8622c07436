internal import CLMDB
internal import Glibc

/// Why the ledger refused: one case for each thing that a caller can do about it.
public enum LedgerError: Error, Hashable, Sendable {
  /// There is no ledger in that folder.
  case notFound(folder: String)
  /// The folder holds something else, or a file that is no ledger.
  case notALedger(folder: String, why: String)
  /// The ledger's file is cut short or unreadable; nothing was changed.
  case damaged(folder: String, why: String)
  /// Written by a newer version.
  case newerFormat(Int)
  /// The projections are of an older version; the log is untouched, and `rebuild` makes them anew.
  case olderProjections(folder: String)
  case cannotCreate(folder: String, why: String)
  case noPermission(folder: String)
  /// LMDB's locks do not work there.
  case networkFileSystem(folder: String, kind: String)
  /// The disk or the map has no room; nothing was written.
  case full
  /// All reader slots are taken.
  case tooManyReaders
  /// A record does not match its hash, or cannot be read.
  case damagedRecord(LogSequence)
  /// The tree over the records is not of this log; nothing was written.
  case damagedTree
  /// The key that signs checkpoints cannot be used; everything else works.
  case signingKey(folder: String, why: String)
  /// A row of a projection cannot be read; `rebuild` makes it anew.
  case damagedProjection(String)
  /// The account's name stands for another place.
  case accountMoved(name: String, bound: String, asked: String)
  /// A value is too long for the format.
  case tooLong(what: String)
  /// Any other code of the store or the system, and the call that gave it.
  case failed(code: Int32, call: String)

  /// The one place that makes errors of LMDB's return codes.
  static func check(_ code: Int32, _ call: String) throws(LedgerError) {
    switch code {
    case MDB_SUCCESS: return
    case MDB_MAP_FULL, Int32(ENOSPC), Int32(EDQUOT): throw .full
    case MDB_READERS_FULL: throw .tooManyReaders
    default: throw .failed(code: code, call: call)
    }
  }
}

extension LedgerError {
  /// Whether it tells that the ledger's bytes are not what was written.
  public var isDamage: Bool {
    switch self {
    case .damaged, .damagedProjection, .damagedRecord, .damagedTree: true
    case .failed(let code, _):
      [MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_VERSION_MISMATCH].contains(code)
    case .accountMoved, .cannotCreate, .full, .networkFileSystem, .newerFormat, .noPermission,
      .notALedger, .notFound, .olderProjections, .signingKey, .tooLong, .tooManyReaders:
      false
    }
  }

  /// Whether the store takes nothing any more from this process.
  public var closesStore: Bool {
    switch self {
    case .failed(let code, _): code == MDB_PANIC
    case .accountMoved, .cannotCreate, .damaged, .damagedProjection, .damagedRecord, .damagedTree,
      .full, .networkFileSystem, .newerFormat, .noPermission, .notALedger, .notFound,
      .olderProjections, .signingKey, .tooLong, .tooManyReaders:
      false
    }
  }

  /// A few words for a finding: what the store said.
  var words: String {
    switch self {
    case .failed(let code, let call): "\(call): \(Self.text(ofCode: code))"
    case .accountMoved, .cannotCreate, .damaged, .damagedProjection, .damagedRecord, .damagedTree,
      .full, .networkFileSystem, .newerFormat, .noPermission, .notALedger, .notFound,
      .olderProjections, .signingKey, .tooLong, .tooManyReaders:
      "\(self)"
    }
  }

  /// LMDB's or the system's words for a code.
  public static func text(ofCode code: Int32) -> String {
    guard let text = unsafe mdb_strerror(code) else { return "code \(code)" }
    return unsafe String(cString: text)
  }

  /// The LMDB library in use, such as `0.9.24`.
  public static var storeVersion: String {
    var major: Int32 = 0
    var minor: Int32 = 0
    var patch: Int32 = 0
    unsafe mdb_version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
