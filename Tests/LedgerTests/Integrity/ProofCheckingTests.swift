import Testing

@testable import Ledger

/// ``TreeProofTests`` has the proofs that hold; these are of no tree at all.
struct ProofCheckingTests {
  @Test("A proof for sizes and places that cannot be is refused")
  func impossible() {
    let leaf = TreeHash.leaf([])
    #expect(ProofChecking.isIncluded([], leaf: leaf, index: 0, size: 1, root: leaf))
    #expect(!ProofChecking.isIncluded([], leaf: leaf, index: 0, size: 0, root: leaf))
    #expect(!ProofChecking.isIncluded([], leaf: leaf, index: 1, size: 1, root: leaf))
    #expect(!ProofChecking.isIncluded([], leaf: leaf, index: .max, size: .max, root: leaf))
    #expect(!ProofChecking.isConsistent([], from: (1, leaf), to: (2, leaf)))
    #expect(!ProofChecking.isConsistent([], from: (3, leaf), to: (4, leaf)))
    #expect(!ProofChecking.isConsistent([], from: (2, leaf), to: (1, leaf)))
    #expect(!ProofChecking.isConsistent([], from: (0, leaf), to: (1, leaf)))
    #expect(!ProofChecking.isConsistent([], from: (0, leaf), to: (0, .empty)))
    #expect(ProofChecking.isConsistent([], from: (0, .empty), to: (0, .empty)))
  }

  @Test("Any numbers and any hashes give an answer: no", arguments: [1, 2, 3] as [UInt64])
  func anything(seed: UInt64) {
    print("proofs of nothing: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    func number() -> UInt64 {
      let shift = UInt64.random(in: 0..<64, using: &generator)
      return UInt64.random(in: 0...(.max), using: &generator) >> shift
    }
    let hashes = NaiveTree(count: 130).leaves
    for _ in 0..<500 {
      let proof = Array(hashes.prefix(Int.random(in: 1...130, using: &generator)))
      let (first, second) = (number(), number())
      #expect(
        !ProofChecking.isIncluded(
          proof, leaf: hashes[0], index: first, size: second, root: hashes[1]))
      #expect(
        !ProofChecking.isConsistent(proof, from: (first, hashes[0]), to: (second, hashes[1])))
    }
  }
}
