/// What a term of a filter tests.
public enum FilterKey: String, CaseIterable, Sendable {
  case id
  case state
  case provider
  case model
  case project
  case label
  case reason
  case charged
  case asset
  case source
  case by
  case took
  case queued
  case running
  case lag
  case cost
  case seconds
  case size
  case prompt
  case hash
  case sequence = "seq"
  case has
  case since
  case until
  case on
  case period
  case clock

  /// The key that a person may have meant by a word that is none.
  static func nearest(_ word: String) -> FilterKey? {
    switch word.lowercased() {
    case "account", "dialect": .provider
    case "status": .state
    case "duration", "total", "time": .took
    case "tag", "labels": .label
    case "resolution": .size
    case "sequence", "event": .sequence
    case "key", "job", "number": .id
    case "day", "date": .on
    case "from", "after": .since
    case "to", "before": .until
    case "price", "amount": .cost
    case "error", "code": .reason
    case "length": .seconds
    case "user", "who", "author": .by
    case "sha256": .hash
    default:
      NearestMatch.of(word, in: allCases.map(\.rawValue)).flatMap(FilterKey.init)
    }
  }
}
