import ArgumentParser

/// The options that hold every account, which is every key, to limits.
struct LimitOptions: ParsableArguments {
  @Option(help: "Requests that an account may have under way; more are answered 429.")
  var limitConcurrent: Int?

  @Option(help: "Requests a second, on the wall, that an account may make.")
  var limitRate: Double?

  @Option(help: "Requests that an account may make at once after a rest; a second's worth without.")
  var limitBurst: Double?

  func validate() throws {
    if let limitConcurrent, !(1...1_000_000).contains(limitConcurrent) {
      throw ValidationError("'--limit-concurrent' must be 1 to 1000000.")
    }
    if let limitRate, !(0.001...1_000_000).contains(limitRate) {
      throw ValidationError("'--limit-rate' must be 0.001 to 1000000.")
    }
    if let limitBurst, !(1...1_000_000).contains(limitBurst) {
      throw ValidationError("'--limit-burst' must be 1 to 1000000.")
    }
  }

  var limits: RequestLimits {
    RequestLimits(concurrent: limitConcurrent, rate: limitRate, burst: limitBurst)
  }
}
