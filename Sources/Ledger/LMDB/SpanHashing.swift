internal import Crypto

extension SHA256 {
  /// Takes in bytes where they lie, in the map for instance.
  mutating func update(_ bytes: Span<UInt8>) {
    // The hash reads the bytes before it returns, and keeps none.
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}

extension SHA256Digest {
  /// Calls `body` with the 32 bytes where they lie.
  func withSpan<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
    unsafe withUnsafeBytes { buffer in
      body(unsafe Span(_unsafeBytes: buffer))
    }
  }
}
