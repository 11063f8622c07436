internal import Ledger

/// A way to rewrite a log, with everything that follows from it made anew.
enum Attack: String, CaseIterable {
  /// The control: the log as it was.
  case none = "as it was"
  case edit = "a record edited"
  case delete = "a record deleted"
  case swap = "two records swapped"
  case insert = "a record inserted"
  case cut = "the tail cut off"
  case old = "an old file put back and gone on with"
  case key = "another key in the first record"

  /// Where a record's header has its job's number, least significant byte first.
  private static let jobPlace = 8..<16
  private static let observedPlace = 24

  /// The log as the attacker leaves it.
  func applied(
    to records: [StoredRecord], _ random: inout SeededGenerator
  ) -> [StoredRecord] {
    var bytes = records.map(\.bytes)
    // Neither the first record nor one that tracks a job: those give themselves away.
    let places = bytes.indices.dropFirst().dropLast().filter { index in
      let job = Self.job(bytes[index])
      return job > 0 && job != UInt64(index + 1)
    }
    guard let place = places.randomElement(using: &random) else { return records }
    switch self {
    case .none: return records
    case .edit: bytes[place][Self.observedPlace] ^= 1
    case .delete: return Self.renumbered(records, leavingOut: place)
    case .swap:
      let pairs = places.filter { places.contains($0 + 1) && bytes[$0] != bytes[$0 + 1] }
      guard let first = pairs.randomElement(using: &random) else { return records }
      bytes.swapAt(first, first + 1)
    case .insert: return Self.renumbered(records, doubling: place)
    case .cut: return Array(records.prefix(Int.random(in: 1..<records.count, using: &random)))
    case .old:
      // Then gone on with, until it is as long as the one that was signed.
      bytes = Array(bytes.prefix(Int.random(in: place + 1..<records.count, using: &random)))
      while bytes.count < records.count { bytes.append(bytes[place]) }
    case .key:
      // The public key stands near the end of the first record's fields, before the tool's name.
      bytes[0][bytes[0].count - 30] ^= 1
    }
    return Self.stored(bytes)
  }

  private static func job(_ bytes: [UInt8]) -> UInt64 {
    bytes[jobPlace].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func stored(_ records: [[UInt8]]) -> [StoredRecord] {
    records.enumerated().map { index, bytes in
      StoredRecord(sequence: LogSequence(rawValue: UInt64(index + 1)), bytes: bytes)
    }
  }

  /// The records with one left out or doubled, and the jobs' numbers made to fit.
  private static func renumbered(
    _ records: [StoredRecord], leavingOut: Int? = nil, doubling: Int? = nil
  ) -> [StoredRecord] {
    var numbers: [UInt64: UInt64] = [:]
    var result: [[UInt8]] = []
    for (index, record) in records.enumerated() where index != leavingOut {
      var bytes = record.bytes
      let job = job(bytes)
      if job == record.sequence.rawValue { numbers[job] = UInt64(result.count + 1) }
      if let number = numbers[job] {
        for (offset, place) in jobPlace.enumerated() {
          bytes[place] = UInt8(truncatingIfNeeded: number >> UInt64(8 * offset))
        }
      }
      result.append(bytes)
      if index == doubling { result.append(bytes) }
    }
    return stored(result)
  }
}
