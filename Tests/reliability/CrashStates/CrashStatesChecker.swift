internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Ledger

/// Makes states of one recording and checks each; a process of its own, for a state may end it.
///
/// Writes lines: `begin POSITION UNIT KIND` before each state, `found WORDS` or
/// `violated WORDS` after it; `failed WORDS` where states could not be made.
struct CrashStatesChecker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash-states-checker", abstract: "Check states of a recorded ledger.",
    shouldDisplay: false)

  @Option(help: "What the recorder wrote.") var recording: String
  @Option(help: "The data file as the writer found it; need not be there.") var base: String
  @Option(help: "The ledger as the writer left it.") var ledger: String
  @Option(help: "An empty folder.") var folder: String
  @Option(help: "Seed of the states.") var seed: UInt64
  @Option(help: "The first unit.") var first: UInt64
  @Option(help: "The last unit.") var last: UInt64
  @Option(help: "How many states of the plan are done.") var done = 0

  /// A state that takes longer has lost its way, in a circle of pages for example.
  private static let secondsMost: UInt32 = 30

  func run() async throws {
    do {
      try await checkAll()
    } catch {
      // No finding: the states could not be made.
      try FileHandle.standardOutput.write(contentsOf: Data("failed \(error)\n".utf8))
      throw error
    }
  }

  private func checkAll() async throws {
    let recording = try WriteRecording(path: recording, base: base)
    if done == 0 { try refuseIncomplete(recording) }
    let plan = StatePlan(units: first...last, seed: seed, recording: recording)
    let check = ImageCheck(folder: folder, leaves: try leaves())
    var model = DiskModel(recording)
    var file = try ImageFile(path: folder + "/data.mdb")
    try file.settle([0..<model.durable.count], of: model.durable)
    var lines = ""
    for position in plan.states.indices.dropFirst(done) {
      let planned = plan.states[position]
      let changed = model.advance(to: planned.cut)
      if !changed.isEmpty { try file.settle(changed, of: model.durable) }
      lines += "begin \(position) \(planned.unit) \(planned.kind.rawValue)\n"
      try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
      lines = ""
      alarm(Self.secondsMost)
      let finding = try await finding(planned, model, &file, check)
      alarm(0)
      lines += Self.line(finding, planned)
    }
    lines += "end\n"
    try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
  }

  private static func line(_ finding: ImageCheck.Finding, _ planned: StatePlan.Planned) -> String {
    switch finding {
    case .held: "found held\n"
    case .noLedgerYet: "found no ledger yet\n"
    case .violated(let words): "violated cut \(planned.cut): \(words)\n"
    }
  }

  /// Makes one state and checks it.
  private func finding(
    _ planned: StatePlan.Planned, _ model: DiskModel, _ file: inout ImageFile, _ check: ImageCheck
  ) async throws -> ImageCheck.Finding {
    var random = planned.random(seed: seed)
    let (acknowledged, next) = model.recording.acknowledged(at: planned.cut)
    let state: CrashState
    let durable: [UInt8]
    switch planned.kind {
    case .ordinary, .verified, .appended:
      state = model.state(&random)
      durable = model.durable
    case .withoutSyncs, .withoutOneSync:
      var other = DiskModel(model.recording, heeds: planned.kind.heeded(model))
      _ = other.advance(to: planned.cut)
      state = other.state(&random)
      durable = other.durable
    }
    let files = FileManager.default
    switch planned.kind {
    case .ordinary:
      try file.apply(state, of: model.recording)
      let finding = await check.check(acknowledged: acknowledged, next: next, .init())
      try file.restore(durable)
      _ = unsafe unlink(folder + "/lock.mdb")
      return finding
    case .verified, .appended, .withoutSyncs, .withoutOneSync:
      // In a file of its own: an append changes it, and its handle may outlive the check.
      let place = "\(folder)/state-\(planned.unit)-\(planned.kind.rawValue)"
      try files.createDirectory(atPath: place, withIntermediateDirectories: false)
      defer { try? files.removeItem(atPath: place) }
      try ImageFile.write(state, durable, model.recording, to: place + "/data.mdb")
      return await ImageCheck(folder: place, leaves: check.leaves).check(
        acknowledged: acknowledged, next: next,
        .init(verifies: true, appends: planned.kind == .appended))
    }
  }

  /// Refuses a recording that has missed something: all of it must give the file that is there.
  private func refuseIncomplete(_ recording: WriteRecording) throws {
    var model = DiskModel(recording)
    _ = model.advance(to: recording.entries.count)
    model.settleAll()
    let file = try Data(contentsOf: URL(fileURLWithPath: ledger + "/data.mdb"))
    guard file.elementsEqual(model.durable) else {
      throw CrashStatesError.incompleteRecording
    }
  }

  private func leaves() throws -> [TreeHash] {
    let snapshot = try Ledger.open(readOnly: ledger).snapshot()
    var leaves: [TreeHash] = []
    var sequence = LogSequence(rawValue: 1)
    while let leaf = try snapshot.leafHash(at: sequence) {
      leaves.append(leaf)
      sequence = sequence.next
    }
    return leaves
  }
}
