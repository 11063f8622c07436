import Testing

@testable import Ledger

struct FieldReaderTests {
  @Test(
    "Bytes that are not fields from the first to the last are refused",
    arguments: [
      "01", "0102", "010200", "01ffffffffffffffffff01", "01ffffffffffffffff7f",
      "01ffffffffffffffffffff01", "0180", "0180808080808080808080", "010100ff",
    ])
  func hostile(text: String) throws {
    let bytes = try #require([UInt8](hexadecimal: text))
    #expect(FieldReader(bytes) == nil)
  }

  @Test(
    "A number that does not fill its field is no number",
    arguments: [
      "0100",  // empty
      "01020001",  // longer than the number
      "010180", "0101800201aa",  // goes on past its field
      "010bffffffffffffffffffff01", "010affffffffffffffffff02",  // more than 64 bits
    ])
  func badNumbers(text: String) throws {
    let bytes = try #require([UInt8](hexadecimal: text))
    let reader = try #require(FieldReader(bytes))
    #expect(reader.integer(1) == nil)
  }

  @Test("A stated moment needs both of its numbers")
  func halfStated() {
    #expect(FieldReader([1, 1, 4])?.stated(1) == nil)
    #expect(
      FieldReader([1, 2, 4, 6])?.stated(1) == StatedMoment(Moment(rawValue: 2), width: 3))
  }

  @Test("A tag that nobody knows is passed over")
  func unknownTag() {
    let reader = FieldReader([250, 3, 1, 2, 3, 1, 1, 2])
    #expect(reader?.integer(1) == 1)
    #expect(reader?.data(250) == [1, 2, 3])
  }

  @Test(
    "The first of a tag's fields is found wherever it stands",
    arguments: [0, 1, 254, 255, 256, 300], [3, 63, 64, 255] as [UInt8])
  func firstOfMany(before: Int, tag: UInt8) {
    let others = (0..<before).flatMap { _ in [2, 1, 9] as [UInt8] }
    let reader = FieldReader(others + [tag, 1, 4, tag, 1, 6])
    #expect(reader?.integer(tag) == 2)
    #expect(reader?.strings(tag).count == 2)
    #expect(reader?.integer(tag == 3 ? 63 : 3) == nil)
  }

  @Test("Text that is not UTF-8 is repaired, not refused")
  func repairsText() {
    #expect(FieldReader([1, 2, 0x61, 0xff])?.string(1) == "a\u{FFFD}")
  }

  @Test("Random bytes never crash the reader", arguments: [21, 22])
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<40, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      guard let reader = FieldReader(bytes) else { continue }
      for tag in UInt8.min...UInt8.max {
        _ = (reader.integer(tag), reader.stated(tag), reader.string(tag), reader.nested(tag).count)
      }
    }
  }
}
