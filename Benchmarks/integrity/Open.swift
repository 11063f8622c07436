internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger

/// Opens a ledger for appends several times, and lets it go each time; prints the median in milliseconds.
struct Open: ParsableCommand {
  @Argument(help: "The ledger's folder.") var folder: String
  @Option(help: "How often.") var runs = 101

  func run() throws {
    let clock = ContinuousClock()
    let times = try (0..<runs).map { _ in
      try clock.measure { _ = try Ledger.open(folder) { Moment(Date()) } }
    }
    print("\(times.sorted()[runs / 2] / .milliseconds(1))")
  }
}
