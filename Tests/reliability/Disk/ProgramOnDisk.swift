internal import Foundation
internal import Ledger

/// What the real program does while the disk fails, and after that.
struct ProgramOnDisk {
  private static let jobID = "video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5"
  /// Notes until a full disk must have refused one.
  private static let notesMost = 50

  let program: RealProgram
  private(set) var violations: [String] = []
  private(set) var counts: [String: Int] = [:]

  init(_ program: RealProgram) { self.program = program }

  /// Lets an append fail, and looks at the ledger afterwards.
  ///
  /// - Parameters:
  ///   - ledger: The ledger's folder; nobody else has it open.
  ///   - environment: What makes calls fail.
  ///   - random: Which command it is.
  ///   - scratch: A folder for its input.
  /// - Throws: What kept the program from being started, or the ledger from being read.
  mutating func append(
    to ledger: String, failingBy environment: [String: String],
    _ random: inout SeededGenerator, scratch: String
  ) throws {
    let before = try Self.records(ledger)
    let state = ["queued", "completed", "failed"].randomElement(using: &random) ?? "queued"
    let body = scratch + "/answer.json"
    try Data(#"{"id": "\#(Self.jobID)", "object": "video", "status": "\#(state)"}"#.utf8)
      .write(to: URL(fileURLWithPath: body))
    let words =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: ["note", "@last", "while it fails"]
      case 1: ["record", "--provider", "sora"]
      case _: ["import", "--from", "openai-videos", body, "--provider", "sora"]
      }
    let answer = try program.run(words, on: ledger, input: body, environment: environment)
    try judge(answer, ledger, before)
    try checkAfter(ledger)
  }

  /// Fills the file system, appends and reads, and makes room again.
  ///
  /// - Parameters:
  ///   - ledger: A ledger on a small file system.
  ///   - mount: Where that is mounted.
  /// - Throws: What kept the program from being started, or the ledger from being read.
  mutating func fill(_ ledger: String, mount: String) throws {
    let filler = mount + "/filler"
    try Self.fillUp(filler)
    var isRefused = false
    for _ in 0..<Self.notesMost where !isRefused {
      let before = try Self.records(ledger)
      let words = ["note", "@last", String(repeating: "so many words ", count: 500)]
      let answer = try program.run(words, on: ledger)
      try judge(answer, ledger, before)
      isRefused = answer.code != 0
    }
    if !isRefused { violations.append("a full disk took \(Self.notesMost) long notes") }
    for words in [["verify"], ["list"], ["show", "@last"], ["log"]] {
      let answer = try program.run(words, on: ledger)
      violations += answer.faults(clean: [0])
      counts["program: questions on a full disk", default: 0] += 1
    }
    try withoutLocks(ledger, mount)
    try FileManager.default.removeItem(atPath: filler)
    try checkAfter(ledger)
  }

  /// What makes a lock file where there is no room for one: the first command on a restored copy, and
  /// the making of a ledger.
  private mutating func withoutLocks(_ ledger: String, _ mount: String) throws {
    let files = FileManager.default
    let filler = URL(fileURLWithPath: mount + "/filler-of-locks")
    for words in [["list"], ["verify"], ["note", "@last", "x"], ["init"]] {
      let folder = words == ["init"] ? mount + "/new" : ledger
      try? files.removeItem(atPath: folder + "/lock.mdb")
      try Self.fillUp(filler.path)
      let answer = try program.run(words, on: folder)
      // Where no disk space is, nothing can tell who else reads; it may refuse, or do without.
      violations += answer.faults(clean: [0, 73, 74]).map { "full disk, no lock file: \($0)" }
      if answer.complaints.contains(where: { $0.contains("damaged") }) {
        violations.append(answer.told("full disk, no lock file, and the file is called damaged"))
      }
      counts["program: commands without a lock file", default: 0] += 1
      try? files.removeItem(at: filler)
      try? files.removeItem(atPath: mount + "/new")
    }
  }

  private mutating func judge(
    _ answer: RealProgram.Answer, _ ledger: String, _ before: [StoredRecord]
  ) throws {
    violations += answer.faults(clean: [0, 74])
    counts["program: appends", default: 0] += 1
    if answer.code != 0 { counts["program: appends that failed", default: 0] += 1 }
    let after = try Self.records(ledger)
    guard after.starts(with: before) else {
      return violations.append(answer.told("what was there before it is not there"))
    }
    if answer.code == 0, after.count == before.count {
      violations.append(answer.told("it said that it is done, and nothing was appended"))
    }
    if answer.code != 0, after.count > before.count {
      violations.append(answer.told("it said that it failed, and something was appended"))
    }
  }

  private mutating func checkAfter(_ ledger: String) throws {
    for words in [["verify"], ["note", "@last", "once it is well"], ["verify"]] {
      let answer = try program.run(words, on: ledger)
      if answer.code != 0 { violations.append(answer.told("afterwards: \(answer.end)")) }
    }
  }

  private static func records(_ folder: String) throws -> [StoredRecord] {
    try Ledger.open(readOnly: folder).snapshot().storedRecords(
      after: LogSequence(rawValue: 0), limit: .max)
  }

  /// Makes a file of all the room that is left.
  private static func fillUp(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil) else { return }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    for size in [1 << 16, 1 << 12, 1] {
      while (try? file.write(contentsOf: Data(count: size))) != nil {}
    }
  }
}
