extension Span<UInt8> {
  /// The integer in the bytes from `offset` on, least significant first.
  ///
  /// One load instead of a loop over bytes: a question over a million jobs reads twenty of them a
  /// job. A place outside the span traps.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    precondition(offset >= 0 && offset <= count - MemoryLayout<Value>.size)
    // The line above keeps the load inside the span, and any bits are a value of an integer.
    return Value(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type))
  }

  /// A copy of the bytes in `range`; a range beyond the span traps.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return unsafe part.withUnsafeBufferPointer { buffer in unsafe Array(buffer) }
  }
}

extension [UInt8] {
  /// Appends the bytes of `range`; a range beyond the span traps.
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let part = bytes.extracting(range)
    unsafe part.withUnsafeBufferPointer { buffer in unsafe append(contentsOf: buffer) }
  }

  /// Appends the value's bytes, least significant first, at once.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger & BitwiseCopyable) {
    // The bytes are read while `value` lives, and an integer has no padding.
    unsafe Swift.withUnsafeBytes(of: value.littleEndian) { raw in
      unsafe raw.withMemoryRebound(to: UInt8.self) { bytes in unsafe append(contentsOf: bytes) }
    }
  }
}
