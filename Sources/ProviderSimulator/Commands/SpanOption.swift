import ArgumentParser

/// A span of time on the command line: a number and `ms`, `s`, `m` or `h`.
struct SpanOption: Equatable, Sendable, ExpressibleByArgument, CustomStringConvertible {
  /// Ten years; longer than anything here lasts.
  static let longest = Duration.seconds(10 * 366 * 86_400)

  let span: Duration
  let description: String

  init(span: Duration, description: String) {
    self.span = span
    self.description = description
  }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number.isFinite, number >= 0 else { return nil }
    let milliseconds: Double? =
      switch argument.dropFirst(digits.count) {
      case "ms": 1
      case "s": 1000
      case "m": 60_000
      case "h": 3_600_000
      default: nil
      }
    guard let milliseconds, number * milliseconds / 1000 <= Double(Self.longest.components.seconds)
    else { return nil }
    span = .milliseconds(Int64((number * milliseconds).rounded()))
    description = argument
  }
}
