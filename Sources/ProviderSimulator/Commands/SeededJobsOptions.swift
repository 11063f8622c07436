import ArgumentParser

/// The options that make many jobs from a seed.
struct SeededJobsOptions: ParsableArguments {
  @Option(help: "How many jobs to make from the seed.")
  var jobs = 0

  @Option(help: "What chance follows from; without it, every run has other ids.")
  var seed: UInt64?

  @Option(help: "The simulated time over which those jobs arrive, such as 10m; at once without.")
  var over: SpanOption?

  @Option(help: "The dialects of those jobs, with commas; all without.")
  var dialects: String?

  @Option(help: "The fates of those jobs with weights, such as success:90,failed:5.")
  var jobFates: String?

  @Option(help: "A file that gets one JSON line for each job that is there from the start.")
  var writeJobs: String?

  func validate() throws {
    guard (0...1_000_000).contains(jobs) else {
      throw ValidationError("'--jobs' must be 0 to 1000000.")
    }
    guard jobFates.map({ WeightedFate.list($0) != nil }) ?? true else {
      throw ValidationError("'--job-fates' must name fates, as success:90,failed:5 does.")
    }
    for name in dialectNames where Dialect(rawValue: name) == nil {
      throw ValidationError("'--dialects': there is no dialect '\(name)'.")
    }
  }

  private var dialectNames: [String] {
    dialects.map { $0.split(separator: ",").map(String.init) } ?? []
  }

  /// The seeded jobs; those of a seed that chance chose where none was given.
  func seededJobs(chosenSeed: UInt64) -> SeededJobs {
    var seeded = SeededJobs(count: jobs, seed: seed ?? chosenSeed)
    seeded.over = over?.span ?? .zero
    if dialects != nil { seeded.dialects = dialectNames.compactMap(Dialect.init(rawValue:)) }
    if let fates = jobFates.flatMap(WeightedFate.list) { seeded.fates = fates }
    return seeded
  }
}
