import Testing

@testable import Ledger

struct TreeTilesTests {
  @Test("The roots of all sizes to 600 are those of the definition")
  func roots() {
    let tree = NaiveTree(count: 600)
    let tiles = tree.reader(600)
    for size in 0...600 { #expect(tiles.root(ofFirst: UInt64(size)) == tree.root(size)) }
    #expect(tiles.root(ofFirst: 601) == nil)
  }

  @Test(
    "Roots of larger trees come from tiles of three levels", arguments: [65_536, 66_000])
  func largerRoots(size: Int) {
    let tree = NaiveTree.large
    let tiles = tree.reader(size)
    #expect(tiles.root(ofFirst: UInt64(size)) == tree.root(size))
  }

  @Test("A perfect subtree of any height is found")
  func subtrees() {
    let tree = NaiveTree(count: 600)
    let tiles = tree.reader(600)
    for height in 0...9 {
      for number in 0..<600 >> height {
        let range = number << height..<(number + 1) << height
        let hash = tiles.hash(of: UInt64(range.lowerBound)..<UInt64(range.upperBound))
        #expect(hash == tree.hash(range))
      }
    }
  }

  @Test("A tile that lacks a hash gives nothing, and no wrong root")
  func missing() {
    let short = TestTiles(size: 300) { _ throws(Never) in NaiveTree(count: 40).leaves }
    #expect(short.root(ofFirst: 300) == nil)
    #expect(short.root(ofFirst: 41) == nil)
    #expect(short.inclusionProof(of: 41, inFirst: 45) == nil)
    #expect(short.consistencyProof(fromFirst: 41, toFirst: 45) == nil)
    #expect(short.hash(of: 5..<5) == nil)
    #expect(short.hash(of: 0..<301) == nil)
  }

  @Test("What reading throws is thrown on, and read again the next time")
  func readingFails() {
    struct Refusal: Error {}
    var refusals = 1
    let tiles = TestTiles(size: 2) { _ throws(Refusal) in
      refusals -= 1
      if refusals >= 0 { throw Refusal() }
      return NaiveTree(count: 2).leaves
    }
    var failures = 0
    for _ in 0..<2 {
      do {
        #expect(try tiles.root(ofFirst: 2) == NaiveTree(count: 2).root(2))
      } catch { failures += 1 }
    }
    #expect(failures == 1)
  }
}
