internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// `rebuild`: the projections, made anew from the log.
struct Rebuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the projections anew from the log, or check them.")

  @OptionGroup var options: GlobalOptions
  @Flag(help: "Only compare; exit with 1 when anything differs.") var check = false

  func run() async throws {
    let context = try Context(options)
    guard check else {
      let events = try await context.openForAppending().rebuild()
      return try context.output.line("made the projections anew from \(events) events")
    }
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "vgledger-check-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false)
    } catch {
      throw Failure(.cannotCreate, "cannot make a scratch folder in \(scratch.path)")
    }
    defer { try? FileManager.default.removeItem(at: scratch) }
    let result = try context.openForReading().checkProjections(scratch: scratch.path)
    for difference in result.differences where difference.count > 0 {
      try context.output.line("\(difference.name): \(difference.count) entries differ")
    }
    guard result.isClean else {
      throw Failure(
        .no, "the projections differ from the log; 'vgledger rebuild' makes them anew")
    }
    try context.output.line(
      "no difference: \(result.events) events give the stored projections, byte for byte")
  }
}
