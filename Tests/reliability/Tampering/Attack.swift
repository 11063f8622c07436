internal import Foundation
internal import Ledger

/// A way to rewrite a log, with everything that follows from it made anew.
enum Attack: String, CaseIterable {
  /// The control: the log as it was.
  case none = "as it was"
  case header = "a record's header edited"
  case fields = "a record's fields edited"
  case content = "a record's private content edited"
  case delete = "a record deleted"
  case swap = "two records swapped"
  case insert = "a record inserted"
  case cut = "the tail cut off"
  case oldFile = "an old file put back"
  case old = "an old file put back and gone on with"
  case key = "another ledger's key in the first record"

  /// Where a record's header has its kind, and its job's number, least significant byte first.
  private static let kindPlace = 1
  private static let jobPlace = 8..<16
  private static let observedPlace = 24

  /// The log as the attacker leaves it.
  ///
  /// - Parameters:
  ///   - records: As they were.
  ///   - stranger: The first record of a ledger that the attacker has made.
  ///   - random: Where it is done.
  /// - Returns: `nil` where there is nothing to do it to.
  func applied(
    to records: [StoredRecord], stranger: StoredRecord?, _ random: inout SeededGenerator
  ) -> [StoredRecord]? {
    var bytes = records.map(\.bytes)
    // Neither the first record nor one that tracks a job: those give themselves away.
    let places = bytes.indices.dropFirst().dropLast().filter { index in
      let job = Self.job(bytes[index])
      return job > 0 && job != UInt64(index + 1)
    }
    guard let place = places.randomElement(using: &random) else { return nil }
    switch self {
    case .none: return records
    case .header: bytes[place][Self.observedPlace] ^= 1
    case .fields:
      guard Self.edit(.webhookReceived, &bytes, isLast: false, &random) else { return nil }
    case .content:
      guard Self.edit(.statusObserved, &bytes, isLast: true, &random) else { return nil }
    case .delete: return Self.renumbered(records, leavingOut: place)
    case .swap:
      let pairs = places.filter { places.contains($0 + 1) && bytes[$0] != bytes[$0 + 1] }
      guard let first = pairs.randomElement(using: &random) else { return nil }
      bytes.swapAt(first, first + 1)
    case .insert: return Self.renumbered(records, doubling: place)
    case .cut: return Array(records.prefix(Int.random(in: 1..<records.count, using: &random)))
    case .oldFile: return records
    case .old:
      // Then gone on with, until it is as long as the one that was signed.
      bytes = Array(bytes.prefix(Int.random(in: place + 1..<records.count, using: &random)))
      while bytes.count < records.count { bytes.append(bytes[place]) }
    case .key:
      guard let stranger else { return nil }
      bytes[0] = stranger.bytes
    }
    return Self.stored(bytes)
  }

  /// Changes the last digit of the mark that a writer put into a record: the first one of a delivery
  /// is its id, in its fields; the last one is in the body, which is private.
  private static func edit(
    _ kind: EventKind, _ records: inout [[UInt8]], isLast: Bool, _ random: inout SeededGenerator
  ) -> Bool {
    let mark = Data("sound-".utf8)
    let places = records.indices.compactMap { index -> (Int, Int)? in
      guard records[index][kindPlace] == kind.rawValue else { return nil }
      let range = Data(records[index]).range(of: mark, options: isLast ? .backwards : [])
      return range.map { (index, $0.upperBound) }
    }
    guard let (index, digit) = places.randomElement(using: &random) else { return false }
    records[index][digit] ^= 1
    return true
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
