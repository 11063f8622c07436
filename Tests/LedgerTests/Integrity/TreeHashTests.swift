import Testing

@testable import Ledger

struct TreeHashTests {
  private static let bytes = (0..<32).map { UInt8($0 * 7 + 1) }

  @Test("A hash is its 32 bytes, in every form")
  func forms() {
    let hash = TreeHash(bytes: Self.bytes)
    #expect(hash?.bytes == Self.bytes)
    #expect(hash?.base64 == "AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o=")
    #expect(hash.flatMap { TreeHash(base64: $0.base64) } == hash)
    var written = [UInt8](repeating: 0, count: 34)
    hash?.write(to: &written, at: 1)
    #expect(written == [0] + Self.bytes + [0])
    let read = TreeHash(written.span, at: 1)
    #expect(read == hash)
  }

  @Test("Every bit counts", arguments: 0..<256)
  func everyBit(bit: Int) {
    let hash = TreeHash(bytes: Self.bytes)
    #expect(hash?.flipped(bit: bit) != hash)
    #expect(hash?.flipped(bit: bit)?.flipped(bit: bit) == hash)
  }

  @Test("Other lengths are refused", arguments: [0, 1, 31, 33, 64])
  func otherLengths(count: Int) {
    let bytes = [UInt8](repeating: 0, count: count)
    #expect(TreeHash(bytes: bytes) == nil)
    #expect(TreeHash(base64: bytes.base64) == nil)
  }

  @Test("A place outside of the bytes is refused", arguments: [-1, 1, 32, .max])
  func outside(offset: Int) {
    let bytes = Self.bytes
    let hash = TreeHash(bytes.span, at: offset)
    #expect(hash == nil)
  }

  @Test("Hashes lie one after another", arguments: [0, 1, 2, 256])
  func list(count: Int) {
    let hashes = NaiveTree(count: count).leaves
    var bytes: [UInt8] = []
    for hash in hashes { hash.append(to: &bytes) }
    let read = TreeHash.list(bytes.span)
    #expect(read == hashes)
    bytes.append(0)
    let more = TreeHash.list(bytes.span)
    #expect(more == nil)
  }
}
