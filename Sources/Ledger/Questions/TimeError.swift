/// Why a written time cannot be understood, or cannot be meant.
public enum TimeError: Error, Hashable, Sendable {
  /// No form of a time; `nearest` is a word that may have been meant.
  case notATime(String, nearest: String?)
  /// Several readings, each written as it would be understood.
  case ambiguous(String, readings: [String])
  /// The form is right, but there is no such day, week or hour.
  case doesNotExist(String)
  /// Before the year 0 or after 9998.
  case tooFar(String)
  /// The log has no event at that place.
  case noEvent(LogSequence)
  /// A place in the log says no time where no ledger is open.
  case noLedger(LogSequence)
  /// The ledger could not be read for the time of an event.
  case ledger(LedgerError)
  /// Where a moment is needed, a whole day or more is named.
  case notAnInstant(String, start: CalendarTime)
  /// Where a day is needed, something else is named.
  case notADay(String)
  /// Where a calendar unit or a range is needed, a moment is named.
  case notAUnit(String)
  /// A range where one time is needed.
  case unexpectedRange(String)
  /// Nothing can lie in the window: it ends before it begins.
  case reversed(since: Moment, until: Moment)

  /// One line: what is wrong, and what to write instead.
  ///
  /// Repeats what was written: escape it before a terminal shows it.
  public var message: String {
    switch self {
    case .notATime(let text, let nearest):
      "'\(text)' is no time; "
        + (nearest.map { "did you mean \($0)?" }
          ?? "write 7d, yesterday, 2026-11, 2026-11-20T14:03, @1763900000 or seq:48302")
    case .ambiguous(let text, let readings):
      "'\(text)' can be read as \(readings.joined(separator: " or as ")); write one of them"
    case .doesNotExist(let text): "'\(text)' is in no calendar and on no clock"
    case .tooFar(let text): "'\(text)' is further away than a ledger reckons"
    case .noEvent(let sequence): "the log has no event #\(sequence.rawValue)"
    case .noLedger(let sequence):
      "seq:\(sequence.rawValue) has no time here, for no ledger is read; write a time"
    case .ledger(let error): "the event's time cannot be read: \(error)"
    case .notAnInstant(let text, let start):
      "'\(text)' is no single moment; write one, such as \(start.text.prefix(16))"
    case .notADay(let text): "'\(text)' is no day; for other lengths of time write period:\(text)"
    case .notAUnit(let text):
      "'\(text)' is a moment, not a day, week, month, quarter or year; write since:\(text)"
    case .unexpectedRange(let text): "'\(text)' is a range; write period:\(text)"
    case .reversed(let since, let until):
      "nothing lies between since \(since.rfc3339) and until \(until.rfc3339); swap or change them"
    }
  }
}
