import Foundation

@testable import Ledger

/// A copy of a ledger in which a record is not what its hash says.
enum BrokenCopy {
  /// `sequence`: which record; the copy has no older pages that hold it as it was.
  static func make(of ledger: String, in folder: String, at sequence: UInt64 = 3) throws {
    let altered = folder + ".altered"
    try FileManager.default.copyItem(atPath: ledger, toPath: altered)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let copy = try Ledger.open(altered) { Moment(rawValue: 0) }
    try copy.environment.write { transaction throws(LedgerError) in
      let key = [UInt8](bigEndian: sequence)
      var record = try transaction.value(copy.tables.events, key) ?? []
      record[20] ^= 1
      try transaction.put(copy.tables.events, key, record)
    }
    try copy.environment.copy(to: folder, isCompacted: true)
  }
}
