internal import ArgumentParser
internal import Foundation

/// Cuts the power at any moment of a writer's life: what it was told is durable must be there.
struct CrashStates: BreakingMethod {
  static let name = "crash-states"
  static let units = "states"
  static let rule = "After a power cut at any moment the ledger holds all that it acknowledged."
  /// Units that share one recording.
  static let unitsAtOnce: UInt64 = 1000

  let seed: UInt64
  /// The program's own path.
  let program: String
  /// Where recordings with violations are kept.
  let keptIn: String
  /// The compiled recorder.
  let recorder: String

  mutating func run(
    unit number: UInt64, random: inout SeededGenerator, folder: String
  ) async throws -> UnitOutcome {
    try await run(units: number...number, seed: seed, folder: folder).first ?? UnitOutcome()
  }

  mutating func run(
    units: ClosedRange<UInt64>, seed: UInt64, folder: String
  ) async throws -> [UnitOutcome] {
    var outcomes = CheckerOutcomes(units: units)
    outcomes.add(try recording(of: units, seed: seed, folder: folder).summary())
    let states = folder + "/states"
    var done = 0
    repeat {
      let files = FileManager.default
      if files.fileExists(atPath: states) { try files.removeItem(atPath: states) }
      try files.createDirectory(atPath: states, withIntermediateDirectories: false)
      let checker = ChildProgram(
        program,
        arguments: [
          CrashStatesChecker.configuration.commandName ?? "", "--recording", folder + "/recording",
          "--base", folder + "/base", "--ledger", folder + "/ledger", "--folder", states, "--seed",
          "\(seed)",
          "--first", "\(units.lowerBound)", "--last", "\(units.upperBound)", "--done", "\(done)",
        ],
        // Control states end many: reports of that would take longer than all states.
        environment: ["SWIFT_BACKTRACE": "enable=no"], isSilent: true)
      let end = try checker.run { outcomes.take($0) }
      try outcomes.take(end)
      done = outcomes.done
    } while !outcomes.isWhole
    outcomes.judgeControls()
    if outcomes.hasViolations { try keep(folder, units) }
    return outcomes.outcomes
  }

  /// Makes a ledger and records how it was written: in half of the bundles after power cuts, from
  /// each of which another writer went on.
  ///
  /// - Returns: The recording of the last writer.
  private func recording(
    of units: ClosedRange<UInt64>, seed: UInt64, folder: String
  ) throws -> WriteRecording {
    let bundle = (units.lowerBound - 1) / Self.unitsAtOnce
    var random = SeededGenerator(seed: ~seed, unit: bundle)
    var recording = try record(folder, seed: random.next())
    for _ in 0..<max(0, Int.random(in: -1...2, using: &random)) {
      let marks = recording.entries.indices.filter { recording.acknowledged(at: $0).last > 0 }
      guard let cut = marks.randomElement(using: &random) else { break }
      var model = DiskModel(recording)
      _ = model.advance(to: cut)
      let files = FileManager.default
      for name in ["ledger/data.mdb", "ledger/lock.mdb", "base", "recording"]
      where files.fileExists(atPath: "\(folder)/\(name)") {
        try files.removeItem(atPath: "\(folder)/\(name)")
      }
      let state = model.state(&random)
      for name in ["ledger/data.mdb", "base"] {
        try ImageFile.write(state, model.durable, recording, to: "\(folder)/\(name)")
      }
      recording = try record(folder, seed: random.next())
    }
    return recording
  }

  /// Lets a writer write a ledger, or go on with one, and records its writes and syncs.
  private func record(_ folder: String, seed: UInt64) throws -> WriteRecording {
    let marks = folder + "/marks"
    guard FileManager.default.createFile(atPath: marks, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    let writer = ChildProgram(
      program,
      arguments: [
        CrashStatesWriter.configuration.commandName ?? "", "--ledger", folder + "/ledger",
        "--marks", marks, "--seed", "\(seed)",
      ],
      environment: [
        "LD_PRELOAD": recorder, "RECORDER_DATA": folder + "/ledger/data.mdb",
        "RECORDER_MARKS": marks, "RECORDER_LOG": folder + "/recording",
      ])
    let end = try writer.run { _ in }
    guard case .exited(0) = end else {
      throw CrashStatesError.cannotStart("the recorded writer", reason: "\(end)")
    }
    return try WriteRecording(path: folder + "/recording", base: folder + "/base")
  }

  private func keep(_ folder: String, _ units: ClosedRange<UInt64>) throws {
    let kept = "\(keptIn)/crash-states-seed-\(seed)-unit-\(units.lowerBound)"
    if FileManager.default.fileExists(atPath: kept) { return }
    try FileManager.default.copyItem(atPath: folder, toPath: kept)
    print("\(Self.name): kept the recording in \(kept)")
  }
}

/// Compiles the recorder, then cuts the power.
struct CrashStatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash-states",
    abstract: "Cut the power at any moment of a writer's life; look what is left.")

  @OptionGroup var options: RunOptions

  @Option(help: "The source of the recorder of writes and syncs.")
  var recorder = "Tests/reliability/recorder/recorder.c"

  func run() async throws {
    let folder = "\(options.folder)/vgledger-recorder-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = folder + "/recorder.so"
    let compiler = ChildProgram(
      "/usr/bin/env",
      arguments: ["cc", "-shared", "-fPIC", "-O2", "-o", library, recorder, "-ldl"])
    guard case .exited(0) = try compiler.run({ _ in }) else {
      throw CrashStatesError.cannotCompile(recorder)
    }
    let method = CrashStates(
      seed: options.seed, program: "/proc/self/exe", keptIn: options.folder, recorder: library)
    let holds = try await MethodRun(options: options).run(method)
    if !holds { throw ExitCode.failure }
  }
}
