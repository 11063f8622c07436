import Testing

@testable import Ledger

struct TreeHasherTests {
  @Test("Nothing, a leaf and a node are hashed as RFC 6962, section 2.1, says")
  func vectors() {
    let leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    let node = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    #expect(
      TreeHash.empty.bytes.hexadecimal
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(TreeHash.leaf([]).bytes.hexadecimal == leaf)
    #expect(TreeHash.node(.leaf([]), .leaf([0])).bytes.hexadecimal == node)
  }

  @Test("A hasher that was used before gives the same")
  func usedBefore() {
    let leaves = NaiveTree(count: 3).leaves
    var hasher = TreeHasher()
    _ = hasher.node(leaves[1], leaves[2])
    #expect(hasher.node(leaves[0], leaves[1]) == .node(leaves[0], leaves[1]))
  }

  @Test("The leaf of a record is its leaf hash", arguments: GoldenRecord.all)
  func records(golden: GoldenRecord) throws {
    let stored = try #require([UInt8](hexadecimal: golden.stored))
    let read = Record(stored: stored.span)
    let record = try #require(read)
    #expect(TreeHash.leaf(record.canonical).bytes.hexadecimal == golden.leafHash)
  }
}
