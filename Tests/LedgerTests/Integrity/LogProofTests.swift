import Testing

@testable import Ledger

struct LogProofTests {
  private static func key() throws -> NoteVerifierKey {
    try NoteSamples.signer("log.example/ledger").verifierKey
  }

  #if os(Linux)  // signatures are the same each time
  @Test("A proof is written as tlog-proof says")
  func written() throws {
    let proof = try NoteSamples.proof(index: 2, size: 3)
    #expect(
      String(decoding: proof.bytes, as: UTF8.self) == """
        c2sp.org/tlog-proof@v1
        extra cmVjb3JkIDI=
        index 2
        XDShEgWHfs8sTyjiVJXQgwGzPb+4YkGfeUb6b9+BJO8=

        log.example/ledger
        3
        EROfCuN4nLInq4w+V9ZuiSXjrblsJNVzEYMhUNaskFs=

        — log.example/ledger \
        4uhj82sd7vU8H8R8QsjaJZsxBZibbGAYcHpK+1Q3GhGH0KqKXHkutN48d/89vftz2RroulVWz6TT55cTveNkUOiZ9gI=

        """)
  }
  #endif

  @Test("Every record's proof is read as it was written, and holds", arguments: 0..<11)
  func holds(index: Int) throws {
    let proof = try NoteSamples.proof(index: index)
    let read = try LogProof(proof.bytes)
    #expect(read == proof)
    #expect(read.bytes == proof.bytes)
    #expect(try read.verify(with: Self.key()).size == 11)
  }

  @Test("A log of one record has a proof without hashes")
  func single() throws {
    let proof = try LogProof(try NoteSamples.proof(index: 0, size: 1).bytes)
    #expect(proof.hashes == [])
    #expect(try proof.verify(with: Self.key()).size == 1)
  }

  @Test("No bit of the file can change")
  func everyBit() throws {
    let key = try Self.key()
    let file = try NoteSamples.proof(index: 6).bytes
    for bit in 0..<file.count * 8 {
      var bytes = file
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: ProofError.self, "bit \(bit)") { try LogProof(bytes).verify(with: key) }
    }
  }

  @Test("Another record, another place, other hashes and another tree are refused")
  func wrong() throws {
    let key = try Self.key()
    let good = try NoteSamples.proof(index: 6)
    let larger = try NoteSamples.proof(index: 6, size: 12)
    func with(
      extra: [UInt8]? = good.extra, index: UInt64 = good.index, hashes: [TreeHash] = good.hashes,
      note: SignedNote = good.note
    ) -> LogProof { LogProof(extra: extra, index: index, hashes: hashes, note: note) }
    let wrong = [
      with(extra: []), with(extra: Array("record 7".utf8)), with(index: 7), with(index: .max),
      with(hashes: []), with(hashes: good.hashes.reversed()), with(hashes: good.hashes + [.empty]),
      with(note: larger.note), with(hashes: larger.hashes),
    ]
    for proof in wrong {
      #expect(throws: ProofError.notIncluded) { try proof.verify(with: key) }
    }
    #expect(throws: ProofError.noRecord) { try with(extra: nil).verify(with: key) }
    #expect(throws: ProofError.unsigned) {
      try good.verify(with: try NoteSamples.signer("log.example/other").verifierKey)
    }
  }

  @Test("A file without 'extra' is read as it is")
  func noExtra() throws {
    let good = try NoteSamples.proof(index: 6)
    let proof = LogProof(extra: nil, index: 6, hashes: good.hashes, note: good.note)
    #expect(try LogProof(proof.bytes) == proof)
    let empty = LogProof(extra: [], index: 6, hashes: good.hashes, note: good.note)
    #expect(try LogProof(empty.bytes) == empty)
  }

  @Test(
    "What is no proof says in which line",
    arguments: [
      ("", 1), ("c2sp.org/tlog-proof@v2\n", 1), ("c2sp.org/tlog-proof@v1", 1),
      ("c2sp.org/tlog-proof@v1\n", 2), ("c2sp.org/tlog-proof@v1\nextra !\n", 2),
      ("c2sp.org/tlog-proof@v1\nindex 01\n", 2), ("c2sp.org/tlog-proof@v1\nindex\n", 2),
      ("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\n", 3),
      ("c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n", 3),
      ("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 1\nAAAA\n", 4),
      ("c2sp.org/tlog-proof@v1\nindex 1\n", 3), ("c2sp.org/tlog-proof@v1\nindex 1\n\n", 4),
      ("c2sp.org/tlog-proof@v1\nindex 1\n\na\n\n— n x\n", 6),
    ])
  func malformed(text: String, line: Int) {
    #expect(throws: ProofError.malformed(line: line)) { try LogProof(Array(text.utf8)) }
  }

  @Test("More hashes than any tree has are refused")
  func hashes() throws {
    let good = try NoteSamples.proof(index: 6)
    func file(_ count: Int) -> [UInt8] {
      LogProof(
        extra: nil, index: 0, hashes: Array(repeating: .empty, count: count), note: good.note
      ).bytes
    }
    #expect(try LogProof(file(64)).hashes.count == 64)
    #expect(throws: ProofError.malformed(line: 67)) { try LogProof(file(65)) }
  }

  @Test(
    "Whatever is done to a file, it is refused or read as it is", arguments: [1, 2] as [UInt64])
  func mutated(seed: UInt64) throws {
    print("mutated proofs: seed \(seed)")
    let key = try Self.key()
    let good = try NoteSamples.proof(index: 6)
    var mutation = Mutation(seed: seed)
    for _ in 0..<3000 {
      let bytes = mutation(good.bytes)
      guard let proof = try? LogProof(bytes) else { continue }
      #expect(proof.bytes == bytes)
      guard (try? proof.verify(with: key)) != nil else { continue }
      #expect(
        proof.extra == good.extra && proof.index == good.index && proof.hashes == good.hashes
          && proof.note.text == good.note.text)
    }
  }
}
