import Testing

@testable import Ledger

struct FieldWriterTests {
  @Test(
    "A number takes as few bytes as it needs",
    arguments: [
      (0, "010100"), (-1, "010101"), (1, "010102"), (63, "01017e"), (-64, "01017f"),
      (64, "01028001"),
      (Int64.max, "010afeffffffffffffffff01"), (Int64.min, "010affffffffffffffffff01"),
    ])
  func numbers(value: Int64, expected: String) {
    var fields = FieldWriter()
    fields.integer(1, value)
    #expect(fields.bytes.hexadecimal == expected)
    #expect(FieldReader(fields.bytes)?.integer(1) == value)
  }

  @Test("What is nil is not written")
  func writesNothing() {
    var fields = FieldWriter()
    fields.string(.account, nil)
    fields.data(.sha256, nil)
    fields.integer(.bytes, Int64?.none)
    fields.integer(.assetIndex, Int?.none)
    fields.boolean(.audio, nil)
    fields.stated(.created, nil)
    #expect(fields.bytes == [])
  }

  @Test(
    "Lengths around the edge of one byte come back", arguments: [0, 1, 127, 128, 16_383, 16_384])
  func lengths(count: Int) {
    var fields = FieldWriter()
    fields.data(7, [UInt8](repeating: 9, count: count))
    fields.string(8, "after")
    let reader = FieldReader(fields.bytes)
    #expect(reader?.data(7)?.count == count)
    #expect(reader?.string(8) == "after")
  }

  @Test("Random fields come back, each kind of value", arguments: [11, 12, 13])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let number =
        Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator)
      let width = Int64(bitPattern: generator.next())
      let text = String(
        (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
          ["a", "é", "\u{0}", "日", "\u{1F3AC}"].randomElement(using: &generator) ?? "-"
        }.joined())
      var fields = FieldWriter()
      fields.integer(1, number)
      fields.stated(2, StatedMoment(Moment(rawValue: number), width: width))
      fields.string(3, text)
      fields.boolean(4, number > 0)
      fields.nested(5) { inner in
        inner.string(3, text + "inner")
        inner.nested(5) { $0.integer(1, width) }
      }
      fields.string(3, "second")
      let reader = try #require(FieldReader(fields.bytes), "seed \(seed), round \(round)")
      #expect(reader.integer(1) == number)
      #expect(reader.stated(2) == StatedMoment(Moment(rawValue: number), width: width))
      #expect(reader.string(3) == text)
      #expect(reader.strings(3) == [text, "second"])
      #expect(reader.integer(4) == (number > 0 ? 1 : 0))
      #expect(reader.nested(5).map { $0.string(3) } == [text + "inner"])
      #expect(reader.nested(5).first?.nested(5).first?.integer(1) == width)
      #expect(reader.string(99) == nil)
    }
  }
}
