import Testing

@testable import Ledger

struct LittleEndianTests {
  @Test("Numbers are written least significant byte first, and read back")
  func littleEndian() {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt64(0x0102_0304_0506_0708))
    bytes.appendLittleEndian(UInt32(0xa0b0_c0d0))
    bytes.appendLittleEndian(UInt16(0xe0f0))
    bytes.appendLittleEndian(Int64(-2))
    #expect(bytes.hexadecimal == "0807060504030201d0c0b0a0f0e0feffffffffffffff")
    #expect(bytes.span.uint64(at: 0) == 0x0102_0304_0506_0708)
    #expect(bytes.span.uint32(at: 8) == 0xa0b0_c0d0)
    #expect(bytes.span.uint16(at: 12) == 0xe0f0)
    #expect(Int64(bitPattern: bytes.span.uint64(at: 14)) == -2)
  }

  @Test("Keys sort as their numbers do")
  func keysSort() {
    let numbers: [UInt64] = [0, 1, 255, 256, 1 << 32, .max - 1, .max]
    let keys = numbers.map { [UInt8](bigEndian: $0) }
    #expect(keys.map { $0.bigEndianNumber(at: 0) } == numbers)
    for (left, right) in zip(keys, keys.dropFirst()) {
      #expect(left.lexicographicallyPrecedes(right))
    }
  }

  @Test("A key that is too short is 0, and no trap", arguments: [-1, 0, 1, 8])
  func shortKey(offset: Int) {
    #expect([UInt8]([1, 2, 3, 4, 5, 6, 7]).bigEndianNumber(at: offset) == 0)
  }
}
