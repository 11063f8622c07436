import Crypto
import Testing

@testable import Ledger

struct RecordTests {
  private static let golden = Array(zip(SampleFacts.all, GoldenRecord.all))

  @Test("Every kind has its golden record")
  func everyKindIsThere() {
    #expect(SampleFacts.all.map(\.kind) == EventKind.allCases)
    #expect(GoldenRecord.all.map(\.kind) == EventKind.allCases)
  }

  @Test("A record's stored bytes and leaf hash never change", arguments: golden)
  func storedBytes(fact: Fact, golden: GoldenRecord) {
    #expect(fact.goldenRecord.stored.hexadecimal == golden.stored)
    #expect(fact.goldenRecord.leafHash.bytes.hexadecimal == golden.leafHash)
  }

  @Test("Stored bytes read back give the same record and the same event", arguments: golden)
  func readsBack(fact: Fact, golden: GoldenRecord) throws {
    let bytes = try #require([UInt8](hexadecimal: golden.stored))
    let record = try #require(Record(bytes: bytes))
    #expect(record == fact.goldenRecord)
    let sequence = LogSequence(rawValue: 9)
    #expect(
      record.event(at: sequence)
        == Event(
          sequence: sequence,
          job: fact.kind.rawValue < 32 ? JobNumber(rawValue: 0x0102_0304_0506_0708) : nil,
          source: .record, recorded: Moment(rawValue: 1_795_438_801_112),
          observed: Moment(rawValue: -1), marks: .observedAssumed, fact: fact))
  }

  @Test("The leaf hash is SHA-256 over a zero byte and the canonical bytes", arguments: golden)
  func leafHash(fact: Fact, golden: GoldenRecord) {
    let record = fact.goldenRecord
    #expect(Array(SHA256.hash(data: [0] + record.canonical)).hexadecimal == golden.leafHash)
  }

  @Test("Redacting a part changes neither the leaf hash nor what else the record says")
  func redaction() throws {
    for fact in SampleFacts.all {
      let whole = fact.goldenRecord
      for place in whole.parts.indices {
        var redacted = whole
        let part = whole.parts[place]
        redacted.parts[place] = PrivatePart(tag: part.tag, redacted: part.commitment)
        #expect(redacted.stored != whole.stored)
        #expect(redacted.leafHash == whole.leafHash)
        let read = try #require(Record(bytes: redacted.stored))
        #expect(read == redacted)
        #expect(read.part(part.tag)?.bytes == nil)
        let event = try #require(read.event(at: LogSequence(rawValue: 1)))
        #expect(event.marks == [.observedAssumed, .redacted])
        #expect(event.fact.kind == fact.kind)
      }
    }
  }

  @Test("Another salt, and so another commitment, changes the leaf hash")
  func saltIsProved() throws {
    var record = try #require(SampleFacts.all.first).goldenRecord
    let part = try #require(record.parts.first)
    let before = record.leafHash
    record.parts[0] = PrivatePart(
      tag: part.tag, salt: [UInt8](repeating: 0, count: 16), bytes: try #require(part.bytes))
    #expect(record.leafHash != before)
  }

  @Test("A record cut short anywhere is no record")
  func truncated() {
    for fact in SampleFacts.all {
      let stored = fact.goldenRecord.stored
      for count in 0..<stored.count {
        #expect(Record(bytes: Array(stored.prefix(count))) == nil, "\(fact.kind) at \(count)")
      }
      #expect(Record(bytes: (stored + [0])) == nil)
    }
  }

  @Test("Every flipped bit is refused or changes the leaf hash", arguments: GoldenRecord.all)
  func flippedBits(golden: GoldenRecord) throws {
    let stored = try #require([UInt8](hexadecimal: golden.stored))
    for place in stored.indices {
      for bit in 0..<8 {
        var flipped = stored
        flipped[place] ^= 1 << UInt8(bit)
        guard let record = Record(bytes: flipped) else { continue }
        _ = record.event(at: LogSequence(rawValue: 1))
        #expect(record.leafHash.bytes.hexadecimal != golden.leafHash, "byte \(place), bit \(bit)")
      }
    }
  }

  @Test("Random changes never crash the reader, nor pass for the record", arguments: [1, 2, 3])
  func mutated(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<4000 {
      let fact = SampleFacts.all[round % SampleFacts.all.count]
      let record = fact.goldenRecord
      var bytes = record.stored
      for _ in 0...Int.random(in: 0..<6, using: &generator) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
          bytes.removeSubrange(Int.random(in: 0...bytes.count, using: &generator)..<bytes.count)
        case 1:
          bytes.insert(
            UInt8.random(in: 0...255, using: &generator),
            at: Int.random(in: 0...bytes.count, using: &generator))
        case _ where bytes.isEmpty: continue
        default:
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] =
            [0, 0xff, UInt8.random(in: 0...255, using: &generator)]
            .randomElement(using: &generator) ?? 0
        }
      }
      guard bytes != record.stored, let read = Record(bytes: bytes) else { continue }
      _ = read.event(at: LogSequence(rawValue: 1))
      #expect(read.leafHash != record.leafHash, "seed \(seed), round \(round)")
    }
  }

  @Test(
    "Lengths and counts that a hostile file claims are refused",
    arguments: [
      (48, [0xff, 0xff, 0xff, 0xff]),  // length of the fields
      (48, [0xff, 0xff, 0xff, 0x7f]),
      (52, [0xff]),  // number of parts
      (53, [0x00]),  // tag of the part
      (53, [0x05]),
      (54, [0x01]),  // encoding
      (55, [0xff, 0xff, 0xff, 0xff]),  // length of the part
    ])
  func hostileLengths(offset: Int, bytes: [UInt8]) {
    var stored = SampleFacts.all[0].goldenRecord.stored
    stored.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    #expect(Record(bytes: stored) == nil)
  }

  @Test(
    "A record without what its kind needs is no event",
    arguments: [
      EventKind.jobTracked, .assetSaved, .ledgerAccount, .ledgerPrice,
    ])
  func lacksFields(kind: EventKind) {
    let header = RecordHeader(
      kind: kind, source: .tool, recorded: .at(0), observed: .at(0))
    let record = Record(header: header, fields: [], parts: [])
    #expect(record.event(at: LogSequence(rawValue: 1)) == nil)
  }

  @Test("Fields that are none make no event")
  func brokenFields() {
    for kind in EventKind.allCases {
      let header = RecordHeader(kind: kind, source: .tool, recorded: .at(0), observed: .at(0))
      let record = Record(header: header, fields: [1, 200], parts: [])
      #expect(Fact(record) == nil)
    }
  }
}
