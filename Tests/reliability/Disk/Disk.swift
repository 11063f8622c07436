internal import ArgumentParser
internal import Foundation
internal import Ledger

/// Lets the disk fill up, or fail while it writes or syncs.
struct Disk: BreakingMethod {
  static let name = "disk"
  static let units = "failing disks"
  static let rule = """
    Where the disk is full or fails, an append ends with an error and the process goes on; what was \
    acknowledged is there afterwards, verifies, and takes the next append once the disk is well.
    """

  private enum Kind: String, CaseIterable {
    case full = "full disk"
    case write = "EIO on write"
    case late = "EIO on a write that was done"
    case sync = "EIO on sync"
    case lasting = "EIO on every write from then on"
    case noRoom = "ENOSPC on every write from then on"
  }

  /// `recorder/failing.c`, from where the program is run.
  let source: String
  /// Whether units that need a small file system are passed over where none can be mounted.
  let isMountOptional: Bool
  /// Where the real program lies; `nil` to do without.
  let path: String?
  private var shim: (library: String, folder: KeptFolder)?
  private var program: RealProgram?

  init(source: String, isMountOptional: Bool, program path: String?) {
    self.source = source
    self.isMountOptional = isMountOptional
    self.path = path
  }

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    if shim == nil {
      shim = try Self.build(source, beside: folder)
      program = try path.map { try RealProgram($0, beside: folder) }
    }
    guard let shim else { return UnitOutcome() }
    let kind = Kind.allCases[Int(number % UInt64(Kind.allCases.count))]
    var outcome = UnitOutcome(counts: [kind.rawValue: 1])
    var known = Acknowledged()
    let path = folder + "/ledger"
    do {
      switch kind {
      case .full:
        let mount = try Self.small(folder + "/small")
        defer { _ = try? Self.system("umount", ["-l", mount]) }
        try await fill(mount, &random, &known, &outcome)
      case .write, .late, .sync, .lasting, .noRoom:
        try await Self.make(path, number)
        let calls = Self.callsInMany
        let environment = Self.failing(kind, in: calls, shim.library, &random)
        try write(path, random.next(), environment, &known, &outcome)
        try await Self.check(path, number, known, &outcome)
        try await useProgram(kind, shim.library, &random, folder, &outcome)
        if kind == .lasting { try await control(shim.library, &random, folder, &outcome) }
      }
    } catch let failure as CannotMount {
      guard isMountOptional else { throw failure }
      outcome.counts = ["\(kind.rawValue), passed over: nothing can be mounted": 1]
    } catch {
      outcome.violations.append("\(kind.rawValue): \(error)")
    }
    return outcome
  }

  struct CannotMount: Error, CustomStringConvertible {
    let description = "a small tmpfs cannot be mounted here: run this as root"
  }

  private static func make(_ path: String, _ number: UInt64) async throws {
    let ledger = try await Ledger.create(
      path, origin: nil, tool: "reliability-check"
    ) { Moment(Date()) }
    var drafts = WriterDrafts(name: "before", random: SeededGenerator(seed: number))
    for _ in 0..<10 { _ = try await ledger.append(drafts.next()) }
  }

  /// Calls of a writer's run, and of one append.
  private static let callsInMany = 1...120
  private static let callsInOne = 1...5

  /// What makes calls fail, from one of those on.
  private static func failing(
    _ kind: Kind, in calls: ClosedRange<Int>, _ library: String, _ random: inout SeededGenerator
  ) -> [String: String] {
    // One append syncs once: its head is written by a descriptor that syncs by itself.
    let calls = kind == .sync && calls == callsInOne ? 1...1 : calls
    var environment = [
      "LD_PRELOAD": library, "VGLEDGER_FAIL_CALL": kind == .sync ? "sync" : "write",
      "VGLEDGER_FAIL_AT": "\(Int.random(in: calls, using: &random))",
      "VGLEDGER_FAIL_COUNT": kind == .lasting || kind == .noRoom ? "1000000" : "1",
      "VGLEDGER_FAIL_CODE": kind == .noRoom ? "28" : "5",
    ]
    if kind == .late { environment["VGLEDGER_FAIL_LATE"] = "1" }
    return environment
  }

  /// The same with the program that people run.
  private func useProgram(
    _ kind: Kind, _ library: String, _ random: inout SeededGenerator, _ folder: String,
    _ outcome: inout UnitOutcome
  ) async throws {
    guard let program else { return }
    let path = folder + "/program"
    try await Self.make(path, random.next())
    var used = ProgramOnDisk(program)
    let environment = Self.failing(kind, in: Self.callsInOne, library, &random)
    try used.append(to: path, failingBy: environment, &random, scratch: folder)
    outcome.violations += used.violations.map { "\(kind.rawValue): \($0)" }
    outcome.counts.merge(used.counts, uniquingKeysWith: +)
  }

  /// What must be found broken: a writer, and a program, that acknowledge what was not appended.
  private func control(
    _ library: String, _ random: inout SeededGenerator, _ folder: String,
    _ outcome: inout UnitOutcome
  ) async throws {
    let path = folder + "/control"
    try await Self.make(path, random.next())
    var lied = UnitOutcome()
    var known = Acknowledged()
    let environment = Self.failing(.lasting, in: Self.callsInOne, library, &random)
    try write(path, random.next(), environment, lies: true, &known, &lied)
    try await Self.check(path, random.next(), known, &lied)
    if lied.violations.isEmpty { outcome.violations.append("control: a writer that lies passed") }
    outcome.counts["controls"] = 1
    guard program != nil else { return }
    var blind = ProgramOnDisk(try RealProgram("/bin/true", beside: path))
    try blind.append(to: path, failingBy: [:], &random, scratch: folder)
    if blind.violations.isEmpty { outcome.violations.append("control: /bin/true passed") }
    outcome.counts["controls"] = 2
  }

  private func write(
    _ path: String, _ seed: UInt64, _ environment: [String: String], lies: Bool = false,
    _ known: inout Acknowledged, _ outcome: inout UnitOutcome
  ) throws {
    guard let program = Bundle.main.executablePath else { throw POSIXError(.ENOENT) }
    var failures = 0
    var isClosed = false
    var lines: [Substring] = []
    let child = ChildProgram(
      program, arguments: ["disk-writer", path, "\(seed)"] + (lies ? ["--lies"] : []),
      environment: environment)
    let end = try child.run { lines.append($0) }
    for line in lines {
      guard line.hasPrefix("failed ") else {
        if isClosed { outcome.violations.append("acknowledged after MDB_PANIC: \(line)") }
        known.take(String(line))
        continue
      }
      failures += 1
      if line.contains("\(Self.panic)") { isClosed = true }
      if !Self.clear.contains(where: line.contains) {
        outcome.violations.append("that is no clear failure: \(line)")
      }
    }
    if isClosed { outcome.counts["writers that were closed by MDB_PANIC", default: 0] += 1 }
    outcome.counts["appends that failed", default: 0] += failures
    if end != .exited(0) { outcome.violations.append("the writer ended by \(end)") }
  }

  private static let panic = -30795
  /// What a failing disk may end an append with: EIO, ENOSPC, MDB_PANIC.
  private static let clear = ["full", "code: 5,", "code: 28,", "code: \(panic),"]

  /// Mounts a small file system, for the caller to unmount.
  private static func small(_ mount: String) throws -> String {
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    guard try system("mount", ["-t", "tmpfs", "-o", "size=1m", "none", mount]) else {
      throw CannotMount()
    }
    return mount
  }

  /// Fills a file system of a megabyte, makes room, and goes on.
  private func fill(
    _ mount: String, _ random: inout SeededGenerator, _ known: inout Acknowledged,
    _ outcome: inout UnitOutcome
  ) async throws {
    let path = mount + "/ledger"
    try await Self.make(path, random.next())
    if let program {
      var used = ProgramOnDisk(program)
      try used.fill(path, mount: mount)
      outcome.violations += used.violations.map { "full disk: \($0)" }
      outcome.counts.merge(used.counts, uniquingKeysWith: +)
    }
    var rounds = 0
    while outcome.counts["appends that failed", default: 0] == 0, rounds < 100 {
      try write(path, random.next(), [:], &known, &outcome)
      rounds += 1
    }
    if outcome.counts["appends that failed"] == nil { outcome.violations.append("never full") }
    guard try Self.system("mount", ["-o", "remount,size=64m", mount]) else { throw CannotMount() }
    try await Self.check(path, random.next(), known, &outcome)
  }

  /// What must hold once the disk is well again.
  private static func check(
    _ path: String, _ number: UInt64, _ known: Acknowledged, _ outcome: inout UnitOutcome
  ) async throws {
    let ledger = try Ledger.open(path) { Moment(Date()) }
    let head = try ledger.snapshot().head().rawValue
    for (sequence, mark) in known.marks {
      let event = try ledger.snapshot().event(at: LogSequence(rawValue: sequence))
      if sequence > head || event.flatMap({ writerMark(of: $0.fact) }) != mark {
        outcome.violations.append("#\(sequence) was acknowledged and is not there")
      }
    }
    if try !ledger.verify().isGood { outcome.violations.append("it does not verify") }
    var drafts = WriterDrafts(name: "after", random: SeededGenerator(seed: number))
    _ = try await ledger.append(drafts.next())
    if try !ledger.verify().isGood {
      outcome.violations.append("after the next append it does not verify")
    }
  }

  private static func build(
    _ source: String, beside folder: String
  ) throws -> (String, KeptFolder) {
    let kept = try KeptFolder(beside: folder)
    let library = kept.path + "/failing.so"
    guard try system("cc", ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]) else {
      throw ValidationError("cannot build \(source) with cc")
    }
    return (library, kept)
  }

  private static func system(_ name: String, _ words: [String]) throws -> Bool {
    try ChildProgram("/usr/bin/env", arguments: [name] + words, isSilent: true).run { _ in }
      == .exited(0)
  }
}

struct DiskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Disk.name, abstract: "Let the disk fill up, or fail.")

  @OptionGroup var options: RunOptions
  @Option(help: "The real program, to be used, too.") var vgledger: String?
  @Option(help: "The shim that lets calls fail.") var shim = "Tests/reliability/recorder/failing.c"

  @Flag(help: "Pass over what needs a small file system where none can be mounted.")
  var mountOptional = false

  func run() async throws {
    let disk = Disk(source: shim, isMountOptional: mountOptional, program: vgledger)
    guard try await MethodRun(options: options).run(disk) else { throw ExitCode.failure }
  }
}
