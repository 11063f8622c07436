import Testing

@testable import Ledger

struct TreeFrontierTests {
  /// The inputs and roots that the logs of Certificate Transparency are tested with
  /// (`merkle_tree_test.cc` of certificate-transparency, `testonly` of transparency-dev/merkle).
  private static let inputs = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  private static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test("The known leaves have the known roots")
  func knownRoots() throws {
    var frontier = TreeFrontier()
    #expect(frontier.root == .empty)
    var found: [String] = []
    for input in Self.inputs {
      frontier.append(.leaf(try #require([UInt8](hexadecimal: input))))
      found.append(frontier.root.bytes.hexadecimal)
    }
    #expect(found == Self.roots)
  }

  @Test("Every size to 600 has the root that the definition gives, also when read back")
  func everySize() throws {
    let tree = NaiveTree(count: 600)
    var frontier = TreeFrontier()
    for (size, leaf) in tree.leaves.enumerated() {
      #expect(frontier.root == tree.root(size))
      let encoded = frontier.encoded
      #expect(encoded.count == 8 + 32 * size.nonzeroBitCount)
      frontier = try #require(Self.read(encoded))
      #expect(frontier.size == UInt64(size))
      frontier.append(leaf)
    }
    #expect(frontier.root == tree.root(600))
  }

  @Test("The hashes handed out fill the tiles")
  func handsOutTiles() {
    let tree = NaiveTree.large
    var frontier = TreeFrontier()
    var tiles: [TileCoordinate: [TreeHash]] = [:]
    for leaf in tree.leaves {
      frontier.append(leaf) { hash throws(Never) in
        #expect(tiles[hash.tile, default: []].count == hash.column)
        tiles[hash.tile, default: []].append(hash.hash)
      }
    }
    #expect(tiles == tree.tiles(66_000))
  }

  @Test("Where a hash cannot be stored, nothing is appended")
  func storeFails() {
    struct Refusal: Error {}
    var frontier = TreeFrontier()
    for leaf in NaiveTree(count: 255).leaves { frontier.append(leaf) }
    let before = frontier
    for level in 0...1 {
      #expect(throws: Refusal.self) {
        var copy = before
        defer { #expect(copy == before) }
        try copy.append(.empty) { hash throws(Refusal) in
          if hash.level == level { throw Refusal() }
        }
      }
    }
  }

  @Test("Bytes of another length, or with a size that no log has, are refused")
  func refuses() {
    var frontier = TreeFrontier()
    for leaf in NaiveTree(count: 7).leaves { frontier.append(leaf) }
    let encoded = frontier.encoded
    for count in 0..<encoded.count {
      #expect(Self.read(Array(encoded.prefix(count))) == nil)
    }
    #expect(Self.read(encoded + [0]) == nil)
    for bit in 0..<64 {
      var other = encoded
      other[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Self.read(other) == nil)
    }
    let most = [UInt8](repeating: 0xff, count: 8 + 64 * 32)
    #expect(Self.read(most) == nil)
  }

  @Test("The largest tree that can be read takes a leaf and has a root")
  func largest() throws {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt64(Int64.max))
    for leaf in NaiveTree(count: 63).leaves { leaf.append(to: &bytes) }
    var frontier = try #require(Self.read(bytes))
    var levels: [Int] = []
    frontier.append(.empty) { hash throws(Never) in levels.append(hash.level) }
    #expect(levels == Array(0...7))
    #expect(frontier.size == 1 << 63)
    #expect(frontier.encoded.count == 8 + 32)
  }

  private static func read(_ bytes: [UInt8]) -> TreeFrontier? { TreeFrontier(encoded: bytes.span) }
}

extension TileHash {
  fileprivate var tile: TileCoordinate {
    TileCoordinate(level: level, number: number / UInt64(TileCoordinate.width))
  }

  /// Its place within the tile, 0 to 255.
  fileprivate var column: Int { Int(number % UInt64(TileCoordinate.width)) }
}
