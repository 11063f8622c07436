internal import Ledger
internal import Providers

/// How a moment is shown to people.
struct TimeDisplay {
  /// What `--time` chose; `nil` where it was not given.
  let choice: TimeChoice?
  /// What is shown where nothing was chosen.
  let usual: TimeChoice
  let now: Moment

  func text(_ moment: Moment) -> String {
    switch choice ?? usual {
    case .relative: Words.ago(moment, now)
    case .local: Words.dateAndClock(moment)
    case .utc: moment.rfc3339
    case .raw: String(moment.rawValue)
    }
  }

  /// A field's value with its time shown as chosen; other values and unknown times stay.
  func shown(_ value: JSON, _ shape: Shape) -> JSON {
    guard let choice, choice != .utc, shape.isMoment, case .string(let text) = value,
      let moment = Moment(rfc3339: text)
    else { return value }
    return choice == .raw ? .number(String(moment.rawValue)) : .string(self.text(moment))
  }
}
