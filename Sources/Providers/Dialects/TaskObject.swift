internal import Ledger

/// A job as one JSON object with a word for its state, as Runway, Replicate, Luma and the Interactions
/// of the Gemini API send it.
struct TaskObject {
  let json: JSON
  /// The provider's word.
  let word: String
  private let asked: String

  /// - Returns: `nil` for what is no such object, or tries to leave its path with its id.
  init?(_ json: JSON?, word name: String, asked id: String) {
    guard let json, json.isObject, let word = json[name]?.text,
      !(json["id"]?.text).map(IDText.isHostile).isTrue
    else { return nil }
    self.json = json
    self.word = word
    asked = id
  }

  /// What the object says in all of these dialects; a word without a state is unknown.
  func observation(_ state: JobState?) -> Observation {
    var observation = Observation(state: state ?? .unknown)
    observation.providerStatus = word
    if state == nil { observation.reason = .unknownWord }
    if let id = json["id"]?.text, id != asked { observation.otherID = id }
    return observation
  }

  /// An answer that is no such object: an error in its place, or nothing that can be read.
  static func unreadable(_ json: JSON?) -> Observation {
    if json?["error"] != nil { return ErrorAnswer(httpStatus: nil, json: json).observation }
    var observation = Observation(state: .unknown)
    observation.reason = .unreadable
    return observation
  }

  /// A moment in RFC 3339.
  static func moment(_ json: JSON?) -> StatedMoment? {
    guard let text = json?.text, let moment = Moment(rfc3339: text) else { return nil }
    return StatedMoment(moment, width: text.contains(".") ? 1 : 1000)
  }

  /// The addresses among the texts, each once.
  static func addresses(_ texts: [String]) -> [String] {
    var addresses: [String] = []
    for text in texts where text.hasPrefix("https://") || text.hasPrefix("http://") {
      if !addresses.contains(text) { addresses.append(text) }
    }
    return addresses
  }
}

extension Observation {
  /// Gives a job that has ended well its results; one without any is unknown and asked again.
  mutating func takeResults(_ assets: [Asset]) {
    guard state == .succeeded else { return }
    guard !assets.isEmpty else {
      state = .unknown
      reason = .emptyResult
      return
    }
    self.assets = assets
  }

  /// Says why a job failed; a safety code makes it filtered.
  mutating func explainFailure(code: String?, text: String?) {
    guard state == .failed else { return }
    errorCode = code
    errorText = text
    let blocked =
      code.flatMap(SafetyReason.reason(ofCode:)) ?? text.flatMap(SafetyReason.reason(ofErrorText:))
    if blocked != nil { state = .filtered }
    reason = blocked ?? code.flatMap(FailureCodes.reason) ?? .other
  }
}

extension Bool? {
  fileprivate var isTrue: Bool { self ?? false }
}
