import Foundation
import Testing

@testable import Ledger

struct LedgerBackupTests {
  @Test("A backup is the same log with a signed manifest", arguments: [false, true])
  func same(isCompact: Bool) async throws {
    var random = RandomLedger(seed: 31)
    let temporary = try await random.ledger(drafts: 400)
    let ledger = temporary.ledger
    let path = temporary.folder("backup")
    let backup = try ledger.backup(to: path, isCompact: isCompact, lines: ["tool test"])
    let copy = try Ledger.open(readOnly: path)
    #expect(backup.head == (try ledger.snapshot().head()))
    #expect(try copy.checkpoint() == (try ledger.checkpoint()))
    #expect(try copy.projectionContents() == ledger.projectionContents())
    #expect(try copy.verify().isGood)
    let manifest = try #require(
      FileManager.default.contents(atPath: path + "/" + Ledger.manifestName))
    let note = try SignedNote(Array(manifest))
    let signed = try Checkpoint(note, signedBy: try ledger.verifierKey())
    #expect(signed.root == backup.root)
    #expect(signed.extensions == ["tool test"])
    #expect(try copy.signingKey().verifierKey == ledger.signingKey().verifierKey)
    for name in ["data.mdb", "signing-key", Ledger.manifestName] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test("A compact backup has no bytes of what was redacted; the file itself and a plain copy may")
  func compact() async throws {
    let secret = "the secret prompt of nobody"
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    var declaration = Declaration.sample
    declaration.prompt = PromptRecord(secret, policy: .full)
    _ = try await ledger.append([.tracked(declaration)])
    for second in 0..<50 {
      _ = try await ledger.append([.observed(at: .at(Int64(second)), .ok("{\"p\":\"\(secret)\"}"))])
    }
    _ = try await ledger.redact(JobNumber(rawValue: 2), [.prompt], why: nil, by: nil)
    let path = temporary.folder("compact")
    _ = try ledger.backup(to: path, isCompact: true, lines: [])
    #expect(try ledger.fileHolds(secret))
    #expect(try !Ledger.open(readOnly: path).fileHolds(secret))
  }

  @Test("Nothing is written over")
  func taken() async throws {
    let temporary = try await TemporaryLedger()
    let path = temporary.folder("taken")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: path + "/file"))
    #expect(throws: LedgerError.cannotCreate(folder: path, why: "something is there already")) {
      try temporary.ledger.backup(to: path, isCompact: false, lines: [])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["file"])
  }

  @Test(
    "What a killed backup has left is taken away, and nothing else is", arguments: [false, true])
  func leftOver(isCompact: Bool) async throws {
    let temporary = try await TemporaryLedger()
    let path = temporary.folder("backup")
    for suffix in [".part", ".copy", ".copy.part"] {
      try FileManager.default.createDirectory(
        atPath: path + suffix, withIntermediateDirectories: true)
      for name in ["data.mdb", "signing-key.new"] {
        try Data("cut off".utf8).write(to: URL(filePath: path + suffix + "/" + name))
      }
    }
    _ = try temporary.ledger.backup(to: path, isCompact: isCompact, lines: [])
    #expect(try Ledger.open(readOnly: path).verify().isGood)
    let mine = temporary.folder("other.copy")
    try FileManager.default.createDirectory(atPath: mine, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: mine + "/film.mp4"))
    #expect(throws: LedgerError.cannotCreate(folder: mine, why: "something is there already")) {
      try temporary.ledger.backup(to: temporary.folder("other"), isCompact: isCompact, lines: [])
    }
    #expect(FileManager.default.fileExists(atPath: mine + "/film.mp4"))
  }

  @Test("A damaged ledger gives no backup, and leaves nothing behind")
  func damaged() async throws {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append([.tracked(.sample)])
    try temporary.ledger.rewrite(LogSequence(rawValue: 2)) { $0[16] ^= 1 }
    let path = temporary.folder("backup")
    for isCompact in [false, true] {
      #expect(throws: LedgerError.self) {
        try temporary.ledger.backup(to: path, isCompact: isCompact, lines: [])
      }
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: temporary.folder.path) == ["ledger"])
  }

  @Test("Ten backups that are taken while others write are each whole, and grow")
  func whileWriting() async throws {
    let temporary = try await TemporaryLedger()
    let ledger = temporary.ledger
    let writing = Task {
      var second: Int64 = 0
      while !Task.isCancelled {
        _ = try await ledger.append([
          .observed(Declaration("sora", "\(second / 8)"), at: .at(second))
        ])
        second += 1
      }
    }
    var last = LogSequence(rawValue: 0)
    for number in 0..<10 {
      let backup = try ledger.backup(
        to: temporary.folder("backup \(number)"), isCompact: number.isMultiple(of: 2), lines: [])
      #expect(backup.head >= last)
      #expect(try ledger.root(ofFirst: backup.head.rawValue) == backup.root)
      last = backup.head
    }
    writing.cancel()
    try await writing.value
  }
}

extension Ledger {
  fileprivate func fileHolds(_ text: String) throws -> Bool {
    try Data(contentsOf: URL(filePath: folder + "/data.mdb")).range(of: Data(text.utf8)) != nil
  }
}
