import Testing

@testable import Ledger

/// Proofs as they are made, and as they are checked.
struct TreeProofTests {
  private struct Head {
    let size: UInt64
    let root: TreeHash
  }

  @Test("Proofs for the known leaves are the known ones")
  func known() throws {
    let inputs = [
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f",
    ]
    let tree = NaiveTree(
      leaves: try inputs.map { .leaf(try #require([UInt8](hexadecimal: $0))) })
    let tiles = tree.reader(8)
    func text(_ proof: [TreeHash]?) -> [String]? { proof?.map(\.bytes.hexadecimal) }
    #expect(
      text(tiles.inclusionProof(of: 0, inFirst: 8)) == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ])
    #expect(
      text(tiles.consistencyProof(fromFirst: 6, toFirst: 8)) == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ])
    #expect(
      text(tiles.consistencyProof(fromFirst: 2, toFirst: 5)) == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ])
  }

  @Test("Every inclusion proof to size 300 holds, and not after a bit of it has changed")
  func everyInclusion() throws {
    let tree = NaiveTree(count: 300)
    let tiles = tree.reader(300)
    var generator = SeededGenerator(seed: 1)
    var frontier = TreeFrontier()
    for size in 1...300 {
      frontier.append(tree.leaves[size - 1])
      let head = Head(size: UInt64(size), root: frontier.root)
      for index in 0..<size {
        let proof = try #require(tiles.inclusionProof(of: UInt64(index), inFirst: head.size))
        Self.checkInclusion(proof, tree.leaves[index], UInt64(index), head, &generator)
      }
    }
  }

  @Test("Every consistency proof to size 300 holds, and not after a bit of it has changed")
  func everyConsistency() throws {
    let tree = NaiveTree(count: 300)
    let tiles = tree.reader(300)
    var generator = SeededGenerator(seed: 2)
    var frontier = TreeFrontier()
    var heads = [Head(size: 0, root: .empty)]
    for leaf in tree.leaves {
      frontier.append(leaf)
      heads.append(Head(size: frontier.size, root: frontier.root))
      let new = Head(size: frontier.size, root: frontier.root)
      for old in heads {
        let proof = try #require(tiles.consistencyProof(fromFirst: old.size, toFirst: new.size))
        Self.checkConsistency(proof, old, new, &generator)
      }
    }
  }

  @Test("Proofs in trees of three levels of tiles hold", arguments: [3] as [UInt64])
  func larger(seed: UInt64) throws {
    print("larger proofs: seed \(seed)")
    let tree = NaiveTree.large
    let tiles = tree.reader(66_000)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let size = UInt64.random(in: 65_000...66_000, using: &generator)
      let new = Head(size: size, root: try #require(tiles.root(ofFirst: size)))
      let index = UInt64.random(in: 0..<size, using: &generator)
      let proof = try #require(tiles.inclusionProof(of: index, inFirst: size))
      Self.checkInclusion(proof, tree.leaves[Int(index)], index, new, &generator)
      let oldSize = UInt64.random(in: 1...size, using: &generator)
      let old = Head(size: oldSize, root: try #require(tiles.root(ofFirst: oldSize)))
      let step = try #require(tiles.consistencyProof(fromFirst: oldSize, toFirst: size))
      Self.checkConsistency(step, old, new, &generator)
    }
  }

  @Test("There are no proofs beyond the tree")
  func beyond() {
    let tiles = NaiveTree(count: 10).reader(10)
    #expect(tiles.inclusionProof(of: 5, inFirst: 5) == nil)
    #expect(tiles.inclusionProof(of: 5, inFirst: 11) == nil)
    #expect(tiles.inclusionProof(of: .max, inFirst: .max) == nil)
    #expect(tiles.consistencyProof(fromFirst: 6, toFirst: 5) == nil)
    #expect(tiles.consistencyProof(fromFirst: 0, toFirst: 11) == nil)
    #expect(tiles.consistencyProof(fromFirst: 0, toFirst: 10) == [])
    #expect(tiles.consistencyProof(fromFirst: 10, toFirst: 10) == [])
  }

  private static func checkInclusion(
    _ proof: [TreeHash], _ leaf: TreeHash, _ index: UInt64, _ head: Head,
    _ generator: inout SeededGenerator
  ) {
    func holds(_ proof: [TreeHash], leaf: TreeHash = leaf, root: TreeHash = head.root) -> Bool {
      ProofChecking.isIncluded(proof, leaf: leaf, index: index, size: head.size, root: root)
    }
    let bit = Int.random(in: 0..<256, using: &generator)
    var wrong: [Bool] = []
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: wrong.append(holds(proof + [.empty]))
    case 1: wrong.append(holds(proof, root: head.root.flipped(bit: bit) ?? head.root))
    case 2: wrong.append(holds(proof, leaf: leaf.flipped(bit: bit) ?? leaf))
    case _: wrong.append(!proof.isEmpty && holds(Array(proof.dropLast())))
    }
    if let place = proof.indices.randomElement(using: &generator) {
      wrong.append(holds(proof.changed(at: place, bit: bit)))
    }
    #expect(holds(proof) && !wrong.contains(true), "leaf \(index) of \(head.size), bit \(bit)")
  }

  private static func checkConsistency(
    _ proof: [TreeHash], _ old: Head, _ new: Head, _ generator: inout SeededGenerator
  ) {
    func holds(
      _ proof: [TreeHash], oldRoot: TreeHash = old.root, newRoot: TreeHash = new.root
    ) -> Bool {
      ProofChecking.isConsistent(proof, from: (old.size, oldRoot), to: (new.size, newRoot))
    }
    let bit = Int.random(in: 0..<256, using: &generator)
    var wrong: [Bool] = []
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: wrong.append(holds(proof + [.empty]))
    case 1: wrong.append(holds(proof, oldRoot: old.root.flipped(bit: bit) ?? old.root))
    // An empty log says nothing about what follows.
    case 2 where old.size > 0:
      wrong.append(holds(proof, newRoot: new.root.flipped(bit: bit) ?? new.root))
    case _: wrong.append(!proof.isEmpty && holds(Array(proof.dropLast())))
    }
    if let place = proof.indices.randomElement(using: &generator) {
      wrong.append(holds(proof.changed(at: place, bit: bit)))
    }
    #expect(holds(proof) && !wrong.contains(true), "\(old.size) to \(new.size), bit \(bit)")
  }
}

extension [TreeHash] {
  fileprivate func changed(at place: Int, bit: Int) -> Self {
    var changed = self
    changed[place] = changed[place].flipped(bit: bit) ?? changed[place]
    return changed
  }
}
