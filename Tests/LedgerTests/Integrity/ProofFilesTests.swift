import Foundation
import Testing

@testable import Ledger

/// Writes files for `Tests/proof-check`, where verifiers that are not ours check them.
struct ProofFilesTests {
  /// A folder that is there; nothing is written without it.
  private static let folder = ProcessInfo.processInfo.environment["VGLEDGER_PROOF_FILES"]

  @Test(
    "Keys, checkpoints and proofs are written for others to check", .enabled(if: folder != nil),
    arguments: [(1, 1), (1, 2), (3, 7), (6, 8), (255, 256), (256, 257), (100, 700)])
  func files(old: Int, new: Int) throws {
    let folder = "\(try #require(Self.folder))/\(old)-\(new)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    let records = (0..<new).map { Array("record \($0)".utf8) }
    let tree = NaiveTree(leaves: records.map(TreeHash.leaf))
    let tiles = tree.reader(new)
    let key = try NoteSamples.signer("log.example/ledger")
    func note(_ size: Int) throws -> SignedNote {
      try Checkpoint(
        origin: key.verifierKey.name, size: UInt64(size),
        root: try #require(tiles.root(ofFirst: UInt64(size)) as TreeHash?)
      ).signed(by: key)
    }
    try write(Array("\(key.verifierKey.text)\n".utf8), "key")
    try write(try note(new).bytes, "checkpoint")
    try write(try note(old).bytes, "old-checkpoint")
    let step = tiles.consistencyProof(fromFirst: UInt64(old), toFirst: UInt64(new)) ?? []
    try write(step.flatMap { Array("\($0.base64)\n".utf8) }, "consistency")
    for (index, record) in records.enumerated() {
      let hashes = tiles.inclusionProof(of: UInt64(index), inFirst: UInt64(new)) ?? []
      let proof = LogProof(
        extra: record, index: UInt64(index), hashes: hashes, note: try note(new))
      try write(proof.bytes, "\(index + 1).tlog-proof")
    }
  }
}
