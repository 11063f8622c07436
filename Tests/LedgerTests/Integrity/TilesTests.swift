import Testing

@testable import Ledger

struct TilesTests {
  @Test("A tree of 70 000 leaves has the tiles of the example of tlog-tiles")
  func example() {
    func width(_ level: Int, _ number: UInt64) -> Int {
      TileCoordinate(level: level, number: number).width(inTreeOf: 70_000)
    }
    #expect((0..<275).map { width(0, $0) } == Array(repeating: 256, count: 273) + [112, 0])
    #expect((0..<3).map { width(1, $0) } == [256, 17, 0])
    #expect((0..<2).map { width(2, $0) } == [1, 0])
    #expect(width(3, 0) == 0)
  }

  @Test("The largest numbers give a width, and no trap")
  func largest() {
    for level in 0...TileCoordinate.levelMost {
      #expect(TileCoordinate(level: level, number: .max).width(inTreeOf: .max) == 0)
      #expect(TileCoordinate(level: level, number: 0).width(inTreeOf: .max) >= 255)
    }
    #expect(TileCoordinate.changed(appending: .max, toTreeOf: 1).isEmpty)
  }

  @Test(
    "The tiles that an append changes are those that differ afterwards",
    arguments: [0, 1, 255, 256, 257, 511, 512], [0, 1, 2, 256, 600])
  func changed(size: Int, count: Int) {
    Self.checkChanged(size, count)
  }

  @Test("So it is where a third level begins", arguments: [65_535, 65_536])
  func changedLarge(size: Int) {
    Self.checkChanged(size, 1)
  }

  private static func checkChanged(_ size: Int, _ count: Int) {
    let tree = NaiveTree.large
    let before = tree.tiles(size)
    let differ = tree.tiles(size + count).filter { before[$0.key] != $0.value }.keys
    let changed = TileCoordinate.changed(appending: UInt64(count), toTreeOf: UInt64(size))
    #expect(Set(changed) == Set(differ))
    #expect(changed.count == differ.count)
  }
}
