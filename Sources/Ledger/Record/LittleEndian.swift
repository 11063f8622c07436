extension Span<UInt8> {
  /// The unsigned integer in the eight bytes from `offset` on; the caller has checked the length.
  func uint64(at offset: Int) -> UInt64 { littleEndian(at: offset) }

  /// The unsigned integer in the four bytes from `offset` on; the caller has checked the length.
  func uint32(at offset: Int) -> UInt32 { littleEndian(at: offset) }

  /// The unsigned integer in the two bytes from `offset` on; the caller has checked the length.
  func uint16(at offset: Int) -> UInt16 { littleEndian(at: offset) }

  /// The number in eight bytes, most significant first, as keys are written; 0, which is no
  /// sequence and no job, where there are not eight.
  func bigEndianUInt64(at offset: Int) -> UInt64 {
    guard offset >= 0, count - offset >= 8 else { return 0 }
    return littleEndian(at: offset, as: UInt64.self).byteSwapped
  }

  /// A copy of all bytes.
  var copied: [UInt8] { copy(0..<count) }
}

extension [UInt8] {
  /// Appends the value's eight bytes, most significant first.
  mutating func appendBigEndian(_ value: UInt64) { appendLittleEndian(value.byteSwapped) }

  /// The eight bytes of a key, most significant first, so that keys sort as their numbers do.
  init(bigEndian value: UInt64) {
    self = []
    reserveCapacity(8)
    appendBigEndian(value)
  }
}
