internal import Glibc

/// The system's random numbers, fetched several at a time: a call into the kernel costs more than the
/// numbers.
struct SystemRandomness: RandomNumberGenerator {
  /// The system gives so many at once in any case (`getentropy(3)`: at most 256 bytes).
  private static let wordsMost = 32

  private let fetched: Int
  private var words = InlineArray<32, UInt64>(repeating: 0)
  private var left = 0

  /// - Parameter count: How many numbers are fetched together; 1 to 32, others are taken for the
  ///   nearest.
  init(fetching count: Int = 4) { fetched = max(1, min(count, Self.wordsMost)) }

  mutating func next() -> UInt64 {
    if left == 0 { fetch() }
    left -= 1
    return words[left]
  }

  private mutating func fetch() {
    let wanted = fetched * MemoryLayout<UInt64>.size
    let code = unsafe withUnsafeMutableBytes(of: &words) { bytes in
      unsafe getentropy(bytes.baseAddress, wanted)
    }
    // It fails only for an address that is not ours, or on a kernel of before 2014.
    precondition(code == 0, "the system has no random numbers")
    left = fetched
  }
}
