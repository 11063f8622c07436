internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// Verifies a ledger several times: events a second, and memory beyond the mapped file.
struct Verify: AsyncParsableCommand {
  @Argument(help: "The ledger's folder.") var folder: String
  @Option(help: "How often.") var runs = 5

  func run() async throws {
    let ledger = try Ledger.open(readOnly: folder)
    var rates: [Double] = []
    let clock = ContinuousClock()
    for _ in 0..<runs {
      let start = clock.now
      let found = try ledger.verify()
      guard found.isGood else { throw ValidationError("damaged: \(found.damage)") }
      rates.append(Double(found.records) / (start.duration(to: clock.now) / .seconds(1)))
    }
    rates.sort()
    print(
      "\(Int(rates[runs / 2])) events/s (median of \(runs); \(Int(rates[0])) to "
        + "\(Int(rates[runs - 1]))), \(try Self.privateKibibytes() / 1024) MiB beyond the file")
  }

  /// The most memory of this process that is not a file's.
  private static func privateKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
  }
}
