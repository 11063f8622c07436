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
}
