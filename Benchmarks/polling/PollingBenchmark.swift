import ArgumentParser
import Poller

/// Compares `watch`'s schedule with asking at fixed times, on the same seeded jobs.
@main
struct PollingBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "polling-benchmark",
    abstract: "Requests against lag: watch's schedule, and asking at fixed times.")

  @Option(help: "How many jobs.") var jobs = 5000
  @Option(help: "The seed of their durations.") var seed: UInt64 = 1
  @Option(help: "Seconds between two submissions.") var apart = 0.5

  func run() {
    let world = SimulatedJobs(count: jobs, apart: apart, seed: seed)
    let fixed = [5.0, 8, 10, 12, 15, 20].map { PollingResult.fixed($0, world) }
    let scheduled = [6, 8, 10, 12, 14, 16, 18, 20].map {
      PollingResult.scheduled(pace: .seconds($0), world)
    }
    print("\(jobs) jobs, seed \(seed), \(apart) s apart; log-normal, sigma \(SimulatedJobs.sigma),")
    print("medians \(SimulatedJobs.medians.map { "\(Int($0))" }.joined(separator: ", ")) s,")
    print(
      "from \(Int(SimulatedJobs.range.lowerBound)) to \(Int(SimulatedJobs.range.upperBound)) s.")
    print("")
    print("| asked | requests a job | median lag | mean | p95 |")
    print("|---|---:|---:|---:|---:|")
    for result in fixed + scheduled { print(result.row) }
    guard let base = fixed.first(where: { $0.name == "every 10 s" }) else { return }
    print("")
    for line in Self.comparison(base, world) { print(line) }
  }

  /// Against asking every 10 s: what as many requests buy, and what the same lag costs.
  private static func comparison(_ base: PollingResult, _ world: SimulatedJobs) -> [String] {
    let cheap = firstPace { scheduled($0, world).requests <= base.requests }
    let late = firstPace { scheduled($0, world).percentile(50) > base.percentile(50) }
    let asMany = scheduled(cheap, world)
    let asLate = scheduled(late - 1, world)
    return [
      "With \(rounded(asMany.requestsPerJob / base.requestsPerJob)) of the requests of every 10 s "
        + "(\(asMany.name)): \(rounded(asMany.percentile(50) / base.percentile(50))) of its median "
        + "lag, \(rounded(asMany.mean / base.mean)) of its mean, "
        + "\(rounded(asMany.percentile(95) / base.percentile(95))) of its p95.",
      "With \(rounded(asLate.percentile(50) / base.percentile(50))) of its median lag "
        + "(\(asLate.name)): \(rounded(asLate.requestsPerJob / base.requestsPerJob)) of its requests.",
    ]
  }

  private static func scheduled(_ tenths: Int, _ world: SimulatedJobs) -> PollingResult {
    .scheduled(pace: .milliseconds(tenths * 100), world)
  }

  /// The first pace, in tenths of a second, from which on something holds.
  private static func firstPace(where holds: (Int) -> Bool) -> Int {
    var low = 50
    var high = 300
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// With two places.
  static func rounded(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension PollingResult {
  var row: String {
    let numbers = [requestsPerJob, percentile(50), mean, percentile(95)]
      .map(PollingBenchmark.rounded)
    return "| \(name) | \(numbers.joined(separator: " | ")) |"
  }
}
