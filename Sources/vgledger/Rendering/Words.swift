internal import Ledger

/// Numbers and times as people read them.
enum Words {
  /// `31.2s`, `2m36s`, `1h04m`, `3d2h`.
  static func duration(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    switch seconds {
    case ..<60:
      let tenths = milliseconds % 1000 / 100
      return tenths == 0 ? "\(seconds)s" : "\(seconds).\(tenths)s"
    case ..<3600: return "\(seconds / 60)m\(twoDigits(seconds % 60))s"
    case ..<86_400: return "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m"
    default: return "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
    }
  }

  /// `31.2s`, or `1m49s – 2m20s` where the bounds differ.
  static func duration(_ bounds: BoundedDuration, _ style: Style) -> String {
    let low = duration(bounds.low)
    let high = duration(bounds.high)
    return low == high ? low : "\(low) \(style.isASCII ? "-" : "–") \(high)"
  }

  static func twoDigits(_ number: some BinaryInteger) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// `14:02:07.112`.
  static func clock(_ moment: Moment) -> String {
    let time = LocalTime.calendarTime(moment)
    let milliseconds = String(1000 + time.millisecond).dropFirst()
    return
      "\(twoDigits(time.hour)):\(twoDigits(time.minute)):\(twoDigits(time.second)).\(milliseconds)"
  }

  /// `2026-11-23 14:02:07`.
  static func dateAndClock(_ moment: Moment) -> String {
    "\(date(moment)) \(clock(moment).prefix(8))"
  }

  /// `2026-11-23`.
  static func date(_ moment: Moment) -> String {
    let date = LocalTime.calendarTime(moment).date
    return "\(date.year)-\(twoDigits(date.month))-\(twoDigits(date.day))"
  }

  /// `8s ago`, `2m ago`, `7h ago`, `3d ago`; the date for what is older, `in 5m` for what comes.
  static func ago(_ moment: Moment, _ now: Moment) -> String {
    let seconds = now.milliseconds(since: moment) / 1000
    switch seconds {
    case ..<(-86_400 * 30): return date(moment)
    case ..<0: return "in " + coarse(-seconds)
    case ..<(86_400 * 30): return coarse(seconds) + " ago"
    default: return date(moment)
    }
  }

  private static func coarse(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds)s"
    case ..<3600: "\(seconds / 60)m"
    case ..<86_400: "\(seconds / 3600)h"
    default: "\(seconds / 86_400)d"
    }
  }

  /// `31.4 MB`, in powers of ten.
  static func bytes(_ count: some BinaryInteger) -> String {
    var number = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if number < 1000 {
        return unit == "B" ? "\(count) B" : "\((number * 10).rounded() / 10) \(unit)"
      }
      number /= 1000
    }
    return "\((number * 10).rounded() / 10) TB"
  }

  /// `8 s`, or `8.5 s`.
  static func seconds(ofVideo milliseconds: Int64) -> String {
    milliseconds.isMultiple(of: 1000)
      ? "\(milliseconds / 1000)s" : "\(Double(milliseconds) / 1000)s"
  }
}
