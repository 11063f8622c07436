import Foundation

@testable import Ledger

/// Stored rows that say of each job that it is running, whatever the log says.
enum ReopenedRows {
  static func make(in folder: String) throws {
    let ledger = try Ledger.open(folder) { Moment(rawValue: 0) }
    for job in try ledger.snapshot().jobs(after: nil, limit: 100) {
      try ledger.environment.write { transaction throws(LedgerError) in
        var stored = job
        stored.state = .running
        stored.reason = nil
        try transaction.put(
          ledger.tables.projections.jobs, [UInt8](bigEndian: job.number.rawValue), stored.row)
      }
    }
  }
}
