import Foundation
import Testing

@testable import Ledger

@Suite("verify, checkpoint, proof, redact, backup, restore, salvage")
struct IntegrityTests {
  /// Two jobs, and a checkpoint and the key kept outside.
  private static func tool() async throws -> Tool {
    let tool = try Tool()
    try await tool.expectSuccess(["init", "--origin", "studio-a/main"])
    try await tool.expectSuccess(
      ["import", "-"], input: try History.blocked() + History.finished())
    try await tool.expectSuccess(["checkpoint", "--to", "kept.checkpoint"])
    let key = try await tool.run("checkpoint", "--print-key")
    _ = try tool.folder.file("key", key.output)
    return tool
  }

  private static func alter(_ tool: Tool, _ sequence: UInt64) throws {
    try BrokenCopy.make(of: tool.ledger, in: tool.folder.path + "/broken", at: sequence)
  }

  @Test("A whole ledger verifies, alone and against a checkpoint, and says what it does not prove")
  func whole() async throws {
    let tool = try await Self.tool()
    let plain = try await tool.run("verify")
    #expect(plain.status == 0)
    #expect(plain.output.contains("VERIFIED: the log is whole in itself.\n"))
    #expect(plain.output.contains("Not proven: that providers told the truth"))
    let compared = try await tool.run("verify", "--checkpoint", "kept.checkpoint", "--key", "key")
    #expect(compared.status == 0)
    #expect(compared.output.contains("✓ extends 1 checkpoint kept outside"))
  }

  @Test(
    "A damaged first event hides nothing of what a command has done, and ends doctor with its table"
  )
  func damagedOrigin() async throws {
    let tool = try await Self.tool()
    try Self.alter(tool, 1)
    let note = try await tool.run("note", "@last", "seen", "--ledger", "broken")
    #expect(note.status == 0)
    #expect(note.errors.contains("event #1 does not match its hash"))
    let log = try await tool.run("log", "-n", "1", "-o", "json", "--ledger", "broken")
    #expect(log.status == 74)
    let json = try await tool.run("note", "@last", "again", "-o", "json", "--ledger", "broken")
    #expect(json.output.contains("event #1 does not match its hash"))
    let doctor = try await tool.run("doctor", "--ledger", "broken")
    #expect(doctor.status == 30)
    #expect(doctor.output.contains("event #1 does not match its hash"))
    #expect(try await tool.run("verify", "--ledger", "broken").status == 20)
  }

  @Test("--from reads from that event on, and says what it has not read")
  func from() async throws {
    let tool = try await Self.tool()
    try Self.alter(tool, 3)
    let later = try await tool.run("verify", "--from", "4", "--ledger", "broken")
    #expect(later.status == 0)
    #expect(later.output.contains("and the head.\n"))
    #expect(later.output.contains(", and all that was not read."))
    #expect(try await tool.run("verify", "--from", "3", "--ledger", "broken").status == 20)
    let beyond = try await tool.run("verify", "--from", "1000")
    #expect(beyond.status == 64)
    #expect(beyond.errors.contains("give '--from' an event that is there"))
    for words in [["--from", "0"], ["--from", "1", "--quick"], ["--from", "x"]] {
      #expect(try await tool.run(["verify"] + words, input: Data()).status == 64)
    }
  }

  @Test("An altered record is named with its job, and ends with 20")
  func altered() async throws {
    let tool = try await Self.tool()
    try Self.alter(tool, 3)
    let result = try await tool.run("verify", "--ledger", "broken")
    #expect(result.status == 20)
    #expect(result.output.contains("✗ record #3 (job v"))
    #expect(result.output.contains("): bytes do not match their hash\n"))
    #expect(result.output.hasSuffix("NOT VERIFIED.\n"))
    #expect(result.errors.isEmpty)
  }

  @Test("A log that does not go on from a checkpoint ends with 21, a wrong signature with 22")
  func otherHistory() async throws {
    let tool = try await Self.tool()
    try await tool.expectSuccess(["init", "other", "--origin", "studio-a/main"])
    let other = try await tool.run(
      "verify", "--ledger", "other", "--checkpoint", "kept.checkpoint", "--key", "key")
    #expect(other.status == 21)
    #expect(other.output.contains("but kept.checkpoint was signed at"))
    let unsigned = try await tool.run(
      "verify", "--ledger", "other", "--checkpoint", "kept.checkpoint")
    #expect(unsigned.status == 22)
    #expect(unsigned.output.contains("✗ kept.checkpoint is not signed with that key\n"))
  }

  @Test("A proof convinces without any ledger, and no more once a bit of it is changed")
  func proof() async throws {
    var tool = try await Self.tool()
    try await tool.expectSuccess(["proof", "@last", "--to", "proofs"])
    let names = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path + "/proofs")
    let name = try #require(names.sorted().first)
    tool.environment["VGLEDGER_DIR"] = tool.folder.path + "/nowhere"
    let proved = try await tool.run("verify", "--proof", "proofs/" + name, "--key", "key")
    #expect(proved.status == 0)
    #expect(proved.output.contains("is in the log studio-a/main of "))
    let file = try String(contentsOfFile: tool.folder.path + "/proofs/" + name, encoding: .utf8)
    _ = try tool.folder.file(
      "changed", file.replacingOccurrences(of: "\nindex ", with: "\nindex 1"))
    let changed = try await tool.run("verify", "--proof", "changed", "--key", "key")
    #expect(changed.status == 20)
    #expect(changed.errors.hasPrefix("vgledger: changed proves nothing: "))
  }

  @Test("redact says what it would do, does it with --yes, and verify tells of it")
  func redact() async throws {
    let tool = try await Self.tool()
    let asked = try await tool.run("redact", "@last", "--bodies")
    #expect(asked.status == 0)
    #expect(asked.output.hasPrefix("would take bodies out of "))
    #expect(asked.output.hasSuffix("for ever; add --yes to do it\n"))
    let done = try await tool.run("redact", "@last", "--bodies", "--yes")
    #expect(done.status == 0)
    #expect(done.output.hasPrefix("took bodies out of "))
    let verified = try await tool.run("verify", "--checkpoint", "kept.checkpoint")
    #expect(verified.status == 0)
    #expect(verified.output.contains("· redacted parts in "))
  }

  @Test("A backup is restored to the same log, and one that was altered is refused")
  func backup() async throws {
    let tool = try await Self.tool()
    try await tool.expectSuccess(["backup", "copy"])
    try await tool.expectSuccess(["restore", "copy", "--check"])
    try await tool.expectSuccess(["restore", "copy", "--ledger", "restored"])
    let verified = try await tool.run(
      "verify", "--ledger", "restored", "--checkpoint", "kept.checkpoint")
    #expect(verified.status == 0)
    try Self.alter(tool, 4)
    let refused = try await tool.run("restore", "broken", "--ledger", "never")
    #expect(refused.status == 20)
    #expect(refused.errors.contains("is damaged; 'vgledger verify --ledger "))
    let taken = try await tool.run("restore", "copy")
    #expect(taken.status == 73)
  }

  @Test("A ledger that is carried over as lines has the same root, and cut lines make none")
  func lines() async throws {
    let tool = try await Self.tool()
    try await tool.expectSuccess(["export", "ledger", "--to", "log.jsonl"])
    try await tool.expectSuccess(["import", "--from", "ledger", "log.jsonl", "--ledger", "same"])
    let verified = try await tool.run(
      "verify", "--ledger", "same", "--checkpoint", "kept.checkpoint")
    #expect(verified.status == 0)
    let lines = try String(contentsOfFile: tool.folder.path + "/log.jsonl", encoding: .utf8)
      .split(separator: "\n")
    _ = try tool.folder.file("cut.jsonl", lines.dropLast().joined(separator: "\n"))
    let cut = try await tool.run(
      "import", "--from", "ledger", "cut.jsonl", "--ledger", "none")
    #expect(cut.status == 65)
    #expect(!FileManager.default.fileExists(atPath: tool.folder.path + "/none"))
    #expect(!FileManager.default.fileExists(atPath: tool.folder.path + "/none.part"))
  }

  @Test("salvage names what is lost, saves the rest, and leaves a ledger that works")
  func salvage() async throws {
    let tool = try await Self.tool()
    try Self.alter(tool, 4)
    let result = try await tool.run("salvage", "broken", "--to", "saved")
    #expect(result.status == 0)
    #expect(result.output.contains("lost #4 of v"))
    #expect(result.output.contains("The log is another history"))
    try await tool.expectSuccess(["verify", "--ledger", "saved"])
    try await tool.expectSuccess(["note", "@last", "goes on", "--ledger", "saved"])
  }

  @Test(
    "A file with broken pages ends every command in one line; verify and doctor say what it means")
  func brokenPages() async throws {
    let tool = try await Self.tool()
    let path = tool.ledger + "/data.mdb"
    var data = try Data(contentsOf: URL(filePath: path))
    // The places of the entries in every leaf page lead out of it.
    for page in stride(from: 8192, to: data.count, by: 4096) where data[page + 10] == 2 {
      for place in page + 16..<page + 60 { data[place] = 0xff }
    }
    try data.write(to: URL(filePath: path))
    let cases: [([String], Int32)] = [
      (["show", "@last"], 74), (["list"], 74), (["note", "@last", "x"], 74), (["verify"], 20),
      (["doctor"], 30),
    ]
    for (words, status) in cases {
      let result = try await tool.run(words)
      #expect(result.status == status, "\(words)")
      #expect(result.errors.hasPrefix("vgledger: the ledger's data file is damaged"), "\(words)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(words)")
    }
    let doctor = try await tool.run("doctor")
    #expect(doctor.output.contains("✗ the data file is damaged, and cannot be read"))
    #expect(try Data(contentsOf: URL(filePath: path)) == data)
  }

  @Test("A file that is cut short or empty is refused by every command with one line")
  func shortened() async throws {
    let tool = try await Self.tool()
    let data = tool.ledger + "/data.mdb"
    let whole = try Data(contentsOf: URL(filePath: data))
    for count in [0, 100, 8192, whole.count / 2] {
      try whole.prefix(count).write(to: URL(filePath: data))
      for words in [["show", "@last"], ["list"], ["verify"], ["note", "@last", "x"]] {
        let result = try await tool.run(words)
        #expect(result.status == (words == ["verify"] ? 20 : 74), "\(count) \(words)")
        #expect(result.errors.hasPrefix("vgledger: "), "\(count) \(words)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(count) \(words)")
      }
      let doctor = try await tool.run("doctor")
      #expect(doctor.status == 30)
      #expect(try Data(contentsOf: URL(filePath: data)).count == count)
    }
  }
}
