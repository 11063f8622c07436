internal import Foundation

/// What the real program says of a damaged ledger.
struct ProgramLook {
  /// As `vgledger help exit-codes` has them: done, job unknown, verify differs, doctor failed, no
  /// ledger, disk or file broken.
  private static let reading: Set<Int32> = [0, 13, 66, 74]
  private static let readers = [["show", "@last"], ["list"], ["log"]]

  private(set) var violations: [String] = []
  private(set) var counts: [String: Int] = ["seen by the program": 1]

  /// - Parameters:
  ///   - program: The program.
  ///   - damaged: The ledger's folder; nothing in `data.mdb` may change.
  ///   - verdict: What the library has found.
  ///   - copy: Where a copy is made that is appended to.
  /// - Throws: What kept the program from being started.
  init(
    _ program: RealProgram, _ damaged: String, _ verdict: DamageLook.Verdict, copy: String
  ) throws {
    let file = damaged + "/data.mdb"
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    let verify = try program.run(["verify"], on: damaged)
    violations += verify.faults(clean: [0, 20, 66, 74])
    if (verify.code == 0) != (verdict == .same) {
      violations.append(verify.told("it ended with \(verify.end), and the library saw \(verdict)"))
    }
    count(verify)
    let doctor = try program.run(["doctor"], on: damaged)
    violations += doctor.faults(clean: [0, 30])
    count(doctor)
    for words in Self.readers {
      let answer = try program.run(words, on: damaged)
      violations += answer.faults(clean: Self.reading)
      if verdict == .same, answer.code != 0 { violations.append(answer.told("refused")) }
      count(answer)
    }
    if try Data(contentsOf: URL(fileURLWithPath: file)) != before {
      violations.append("the file was changed by commands that only read it")
    }
    try append(program, damaged, verdict, copy)
    try save(program, damaged, verdict, copy + ".saved")
  }

  /// A note may be refused or not; it may not make a ledger anew where one was.
  private mutating func append(
    _ program: RealProgram, _ damaged: String, _ verdict: DamageLook.Verdict, _ copy: String
  ) throws {
    let files = FileManager.default
    let parent = URL(fileURLWithPath: copy).deletingLastPathComponent()
    try files.createDirectory(at: parent, withIntermediateDirectories: true)
    try files.copyItem(atPath: damaged, toPath: copy)
    let before = try Data(contentsOf: URL(fileURLWithPath: copy + "/data.mdb"))
    let note = try program.run(["note", "@last", "seen"], on: copy)
    violations += note.faults(clean: Self.reading)
    count(note)
    let after = try Data(contentsOf: URL(fileURLWithPath: copy + "/data.mdb"))
    if note.code != 0, after != before { violations.append(note.told("it changed the file")) }
    guard note.code == 0 else { return }
    if after.count < before.count { violations.append(note.told("it made the file shorter")) }
    let verify = try program.run(["verify"], on: copy)
    violations += verify.faults(clean: [0, 20, 66, 74])
    if verdict != .same, verify.code == 0 {
      violations.append(verify.told("after a note the damage is hidden"))
    }
  }

  private mutating func save(
    _ program: RealProgram, _ damaged: String, _ verdict: DamageLook.Verdict, _ folder: String
  ) throws {
    let salvage = try program.run(["salvage", damaged, "--to", folder], on: nil)
    violations += salvage.faults(clean: [0, 20, 66, 74])
    count(salvage)
    guard FileManager.default.fileExists(atPath: folder + "/data.mdb") else { return }
    let verify = try program.run(["verify"], on: folder)
    if verify.code != 0 { violations.append(verify.told("what was saved does not verify")) }
  }

  private mutating func count(_ answer: RealProgram.Answer) {
    let name = answer.command.prefix { $0 != " " }
    let end = answer.code.map { "exit code \($0)" } ?? "a signal"
    counts["program, \(name): \(end)", default: 0] += 1
  }
}
