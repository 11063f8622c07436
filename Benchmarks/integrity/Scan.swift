internal import ArgumentParser
internal import Ledger

/// Reads the header of every record several times; prints millions a second, how many there are, and a sum over
/// what they tell, which `Benchmarks/peers/scan.c` must come to, too.
struct Scan: ParsableCommand {
  @Argument(help: "The ledger's folder.") var folder: String
  @Option(help: "How often.") var runs = 5

  func run() throws {
    let ledger = try Ledger.open(readOnly: folder)
    let clock = ContinuousClock()
    var found = Headers()
    let times = try (0..<runs).map { _ in
      try clock.measure { found = try Headers(of: ledger) }
    }
    let median = times.sorted()[runs / 2] / .microseconds(1)
    print("\(Double(found.count) / median) \(found.count) \(found.sum)")
  }
}

/// What a scan of all headers comes to.
private struct Headers {
  private(set) var count = 0
  /// Of sources, jobs and both times; it may overflow.
  private(set) var sum: UInt64 = 0

  init() {}

  init(of ledger: Ledger) throws {
    let all = LogSequence(rawValue: 1)...LogSequence(rawValue: .max)
    try ledger.snapshot().forEachOutline(in: all) { outline in
      take(outline)
      return true
    }
  }

  private mutating func take(_ outline: EventOutline) {
    count += 1
    sum &+= UInt64(outline.source.rawValue) &+ (outline.job?.rawValue ?? 0)
    sum &+= UInt64(bitPattern: outline.recorded.rawValue)
    sum &+= UInt64(bitPattern: outline.observed.rawValue)
  }
}
