/// Up to which event an answer may know the log.
public enum AsOf: Hashable, Sendable {
  case sequence(LogSequence)
  /// The newest event that was recorded by then.
  case moment(Moment)

  /// Reads a place in the log (`48302`, `#48302`, `seq:48302`) or a single moment.
  ///
  /// - Parameters:
  ///   - text: A number alone is a place, so years are written with month, day and time.
  ///   - context: Now and the zone.
  /// - Returns: The place as it is; whether the log is that long shows when it is read.
  /// - Throws: ``TimeError`` for what is neither, and for a whole day or more.
  public static func parse(_ text: String, _ context: TimeContext) throws(TimeError) -> Self {
    let number = text.hasPrefix("seq:") ? text.dropFirst(4) : text[...]
    if let sequence = LogSequence(number) { return .sequence(sequence) }
    return .moment(try TimePoint.instant(text, context))
  }
}
