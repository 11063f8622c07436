/// Numbers as text in Prometheus' exposition format 0.0.4: what `/metrics` shows, and what the textfile
/// collector of a node exporter reads.
///
/// prometheus.io/docs/instrumenting/exposition_formats
struct MetricsPage {
  enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  typealias Labels = [(name: String, value: String)]

  private(set) var text = ""

  /// Begins a metric: its samples follow.
  ///
  /// `name`: letters, digits and `_`, with the base unit in the plural; a counter's ends in `_total`.
  mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func sample(_ name: String, _ value: String, _ labels: Labels = []) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
      text += "{" + pairs.joined(separator: ",") + "}"
    }
    text += " " + value + "\n"
  }

  mutating func sample(_ name: String, _ value: some BinaryInteger, _ labels: Labels = []) {
    sample(name, String(value), labels)
  }

  /// The samples of one histogram.
  mutating func samples(_ name: String, _ labels: Labels, _ histogram: SecondsHistogram) {
    for (bound, count) in histogram.cumulated {
      let edge = bound.map { Self.seconds($0) } ?? "+Inf"
      sample(name + "_bucket", count, labels + [("le", edge)])
    }
    sample(name + "_sum", Self.seconds(histogram.sum), labels)
    sample(name + "_count", histogram.count, labels)
  }

  /// Milliseconds as seconds, exactly: `0.25`, `90`.
  static func seconds(_ milliseconds: Int64) -> String {
    let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    var text = (milliseconds < 0 ? "-" : "") + String(whole)
    guard rest > 0 else { return text }
    text += "." + String(String(rest + 1000).dropFirst())
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }

  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// How many durations fall below each of some bounds.
struct SecondsHistogram: Equatable {
  /// Milliseconds, rising: from a quick refusal to a job that nobody expects to end.
  static let bounds: [Int64] = [
    5_000, 10_000, 20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000, 600_000,
    1_800_000, 3_600_000,
  ]

  private var counts = [UInt64](repeating: 0, count: bounds.count)
  private(set) var count: UInt64 = 0
  /// Milliseconds.
  private(set) var sum: Int64 = 0

  mutating func add(_ milliseconds: Int64) {
    count += 1
    let (total, overflow) = sum.addingReportingOverflow(milliseconds)
    sum = overflow ? .max : total
    if let place = Self.bounds.firstIndex(where: { milliseconds <= $0 }) { counts[place] += 1 }
  }

  /// Each bound, with how many are not above it; `nil` is no bound.
  var cumulated: [(bound: Int64?, count: UInt64)] {
    var below: UInt64 = 0
    var all: [(bound: Int64?, count: UInt64)] = []
    for (bound, count) in zip(Self.bounds, counts) {
      below += count
      all.append((bound, below))
    }
    return all + [(nil, count)]
  }
}
