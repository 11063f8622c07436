@testable import ProviderSimulator

/// Changes bytes as damage, mistakes and malice would.
struct Mutator {
  private static let words = [
    "\u{0}", "\u{ff}", "9223372036854775807", "-1", "18446744073709551616", "1e400", "\"", "{", "[",
    "\\ud83d", "\n", "\r\n", "null", "=", "+", "\u{2014} ", "..", ",,", ":", "\u{202e}", "''",
  ].map { Array($0.utf8) }

  private(set) var generator: SeededGenerator
  private let samples: [[UInt8]]

  init(seed: UInt64, samples: [[UInt8]]) {
    generator = SeededGenerator(state: seed)
    self.samples = samples
  }

  private mutating func number(_ range: Range<Int>) -> Int {
    range.isEmpty ? range.lowerBound : Int.random(in: range, using: &generator)
  }

  /// One of the samples with up to four changes; now and then as it is.
  mutating func next() -> [UInt8] {
    var bytes = samples[number(0..<samples.count)]
    for _ in 0..<number(0..<5) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = number(0..<bytes.count + 1)
    let end = min(bytes.count, place + number(0..<24))
    switch number(0..<9) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(number(0..<8))
    case 1 where place < bytes.count: bytes[place] = UInt8(number(0..<256))
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: number(0..<bytes.count + 1))
    case 4: bytes.insert(contentsOf: Self.words[number(0..<Self.words.count)], at: place)
    case 5: bytes.replaceSubrange(place..<end, with: Self.words[number(0..<Self.words.count)])
    case 6:
      let other = samples[number(0..<samples.count)]
      let from = number(0..<other.count + 1)
      bytes.replaceSubrange(place..., with: other[from...])
    case 7: bytes.removeSubrange(place...)
    case _:
      for index in place..<end { bytes[index] = UInt8(number(0..<256)) }
    }
  }
}
