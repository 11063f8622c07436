import FoundationEssentials

/// A point in wall-clock time.
struct Moment: Comparable, Hashable, Sendable {
  let millisecondsSince1970: Int64

  var secondsSince1970: Int64 { millisecondsSince1970 / 1000 }

  /// As RFC 3339 asks, in UTC, with three digits of milliseconds.
  var rfc3339: String {
    let second = Date(timeIntervalSince1970: Double(secondsSince1970)).formatted(.iso8601)
    let milliseconds = String(1000 + millisecondsSince1970 % 1000).dropFirst()
    return "\(second.dropLast()).\(milliseconds)Z"
  }

  static func now() -> Moment {
    Moment(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  static func < (left: Moment, right: Moment) -> Bool {
    left.millisecondsSince1970 < right.millisecondsSince1970
  }

  static func + (moment: Moment, span: Duration) -> Moment {
    Moment(millisecondsSince1970: moment.millisecondsSince1970 + span.wholeMilliseconds)
  }

  static func - (later: Moment, earlier: Moment) -> Duration {
    .milliseconds(later.millisecondsSince1970 - earlier.millisecondsSince1970)
  }
}

extension Duration {
  /// Rounded down; a millisecond is the finest step that anything here can tell.
  var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  var wholeMicroseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}

/// How much faster than life the simulated providers work.
struct Speed: Equatable, Sendable {
  /// Simulated seconds for one second on the wall; above zero.
  let factor: Double

  /// How long a simulated span takes on the wall.
  func wall(_ simulated: Duration) -> Duration { factor == 1 ? simulated : simulated / factor }
}
