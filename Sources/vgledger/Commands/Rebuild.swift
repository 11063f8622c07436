internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// `rebuild`: the projections, made anew from the log.
struct Rebuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the projections anew from the log, or check them.")

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Only compare; exit with 1 when anything differs.") var check = false

  func run() async throws {
    let context = try Context(options)
    guard check else {
      let ledger = try Ledger.open(upgrading: context.folder, now: context.recordingClock)
      let events = try await ledger.rebuild()
      var report = Report(name: "rebuild")
      report.add(
        "made the projections anew from \(events) events",
        [("events", .number(String(events)))])
      return try report.print(context, ledger)
    }
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-check-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false)
    } catch {
      throw Failure(.cannotCreate, "cannot make a scratch folder in \(scratch.path)")
    }
    let signals = EndingSignals { try? FileManager.default.removeItem(at: scratch) }
    defer {
      try? FileManager.default.removeItem(at: scratch)
      withExtendedLifetime(signals) {}
    }
    let ledger = try context.openForReading()
    let result = try ledger.checkProjections(scratch: scratch.path)
    var report = Report(name: "rebuild")
    for difference in result.differences where difference.count > 0 {
      report.add(
        "\(difference.name): \(difference.count) entries differ",
        [
          ("projection", .string(difference.name)),
          ("differences", .number(String(difference.count))),
        ])
    }
    if result.isClean {
      report.add(
        "no difference: \(result.events) events give the stored projections, byte for byte",
        [("projection", .string("all")), ("differences", .number("0"))])
    }
    try report.print(context, ledger)
    guard result.isClean else {
      throw Failure(
        .no, "the projections differ from the log; 'vgledger rebuild' makes them anew")
    }
  }
}
