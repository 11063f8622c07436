import Testing

@testable import Ledger

struct TileWriterTests {
  /// Tiles as they are stored, and how often one was read or written.
  private struct Store {
    var tiles: [TileCoordinate: [UInt8]] = [:]
    var reads: [TileCoordinate] = []
    var writes: [TileCoordinate] = []

    mutating func append(_ leaves: some Sequence<TreeHash>, to frontier: TreeFrontier)
      -> TreeFrontier
    {
      var writer = TileWriter(frontier)
      for leaf in leaves {
        let isAppended = writer.append(leaf) { tile throws(Never) in
          reads.append(tile)
          return tiles[tile] ?? []
        } write: { tile, bytes throws(Never) in
          writes.append(tile)
          tiles[tile] = bytes
        }
        #expect(isAppended)
      }
      writer.finish { tile, bytes throws(Never) in
        writes.append(tile)
        tiles[tile] = bytes
      }
      return writer.frontier
    }
  }

  @Test(
    "Whatever the batches, the tiles are those of the whole tree, each written once a batch",
    arguments: [(1, 600), (7, 600), (255, 1200), (256, 1200), (257, 1200), (1000, 66_000)])
  func batches(count: Int, of all: Int) {
    let tree = NaiveTree(leaves: Array(NaiveTree.large.leaves.prefix(all)))
    var store = Store()
    var frontier = TreeFrontier()
    var size = 0
    while size < tree.leaves.count {
      store.reads = []
      store.writes = []
      let batch = tree.leaves[size...].prefix(count)
      frontier = store.append(batch, to: frontier)
      let changed = TileCoordinate.changed(
        appending: UInt64(batch.count), toTreeOf: UInt64(size))
      #expect(Set(store.writes) == Set(changed))
      #expect(store.writes.count == changed.count)
      #expect(store.reads.count <= TileCoordinate.levelMost)
      size += batch.count
    }
    let tiles = store.tiles.mapValues { TreeHash.list($0.span) }
    #expect(tiles == tree.tiles(size))
    #expect(frontier.size == UInt64(size))
  }

  @Test("A stored tile of another width stops the append", arguments: [0, 1, 2, 4, 256])
  func otherWidth(count: Int) {
    let tree = NaiveTree(count: 3)
    var frontier = TreeFrontier()
    for leaf in tree.leaves { frontier.append(leaf) }
    var writer = TileWriter(frontier)
    let isAppended = writer.append(tree.leaves[0]) { _ throws(Never) in
      [UInt8](repeating: 0, count: count * 32)
    } write: { _, _ throws(Never) in
      Issue.record("nothing is to be written")
    }
    #expect(!isAppended)
    #expect(writer.frontier == frontier)
  }
}
