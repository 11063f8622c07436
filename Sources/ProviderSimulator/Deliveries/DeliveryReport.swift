/// What became of many attempts, counted as they end.
struct DeliveryReport: Sendable {
  private(set) var attempts = 0
  /// By status; attempts without an answer under 0.
  private(set) var answers: [Int: Int] = [:]
  private var latencies: [Int64] = []

  /// `latency`: microseconds from when it was due; `status`: `nil` without an answer.
  mutating func add(status: Int?, latency: Int64) {
    attempts += 1
    answers[status ?? 0, default: 0] += 1
    if status != nil { latencies.append(latency) }
  }

  /// The latency that this share of all answers did not exceed, in microseconds.
  static func quantile(_ share: Double, ofSorted latencies: [Int64]) -> Int64? {
    guard !latencies.isEmpty else { return nil }
    let rank = Int((Double(latencies.count) * share).rounded(.up))
    return latencies[min(max(rank, 1), latencies.count) - 1]
  }

  /// A line for each number: a name, a tab, and the value.
  func lines(_ plan: DeliveryPlan, took: Duration) -> [String] {
    let sorted = latencies.sorted()
    func milliseconds(_ share: Double) -> String {
      Self.quantile(share, ofSorted: sorted).map { Self.decimal($0, 1000, digits: 1) } ?? "-"
    }
    let microseconds = max(1, took.wholeMilliseconds * 1000)
    let rate = Int64(attempts) * 10_000_000 / microseconds
    let words = answers.sorted { $0.key < $1.key }
      .map { "\($0.key == 0 ? "none" : String($0.key)):\($0.value)" }
    return [
      "deliveries\t\(plan.settings.count)",
      "acknowledged\t\(plan.acknowledged)",
      "not_acknowledged\t\(plan.settings.count - plan.acknowledged)",
      "attempts\t\(attempts)",
      "seconds\t\(Self.decimal(took.wholeMilliseconds, 1000, digits: 2))",
      "attempts_per_second\t\(Self.decimal(rate, 10, digits: 1))",
      "p50_ms\t\(milliseconds(0.5))",
      "p99_ms\t\(milliseconds(0.99))",
      "max_ms\t\(milliseconds(1))",
      "answers\t\(words.joined(separator: " "))",
    ]
  }

  /// `value / divisor` with so many digits after the point, rounded down.
  static func decimal(_ value: Int64, _ divisor: Int64, digits: Int) -> String {
    let scale = (0..<digits).reduce(Int64(1)) { scale, _ in scale * 10 }
    let scaled = value * scale / divisor
    let rest = String(scale + scaled % scale).dropFirst()
    return "\(scaled / scale).\(rest)"
  }
}
