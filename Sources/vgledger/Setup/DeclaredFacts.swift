internal import Ledger
internal import Poller
internal import Providers

/// What a record declares of its job; in a line of observations it is `declared`, an object.
///
/// Its members are `submitted_at`, `model`, `seconds`, `size`, `resolution`, `audio`, `samples`,
/// `prompt`, `project`, `labels` and `by`; each may be missing or null.
struct DeclaredFacts: Equatable {
  var submitted: StatedMoment?
  var model: String?
  var videoMilliseconds: Int64?
  var size: String?
  var resolution: String?
  var audio: Bool?
  var samples: Int?
  var prompt: String?
  var project: String?
  var labels: [Label] = []
  var by: String?

  init() {}

  /// Whether nothing is declared.
  var isEmpty: Bool { self == Self() }

  init(_ json: JSON) throws(ObservationLine.Unusable) {
    guard json.isObject else { throw .init(why: "declared is no object") }
    submitted = try Self.submitted(json["submitted_at"])
    model = json["model"]?.text
    size = json["size"]?.text
    resolution = json["resolution"]?.text
    audio = json["audio"]?.truth
    prompt = json["prompt"]?.text
    project = json["project"]?.text
    by = json["by"]?.text
    if let seconds = json["seconds"] {
      guard let number = seconds.double, (0...86_400).contains(number) else {
        throw .init(why: "declared.seconds must be 0 to 86400")
      }
      videoMilliseconds = Int64((number * 1000).rounded())
    }
    if let samples = json["samples"] {
      guard let number = samples.integer, (1...1000).contains(number) else {
        throw .init(why: "declared.samples must be 1 to 1000")
      }
      self.samples = Int(number)
    }
    labels = try Self.labels(json["labels"])
  }

  /// Fills in what the client knows; the rest stays as it was.
  func apply(to declaration: inout Declaration, _ prompts: PromptPolicy) {
    if let submitted {
      declaration.submitted = submitted
      declaration.submittedFrom = .client
    }
    declaration.model = model ?? declaration.model
    declaration.videoMilliseconds = videoMilliseconds
    declaration.size = size
    declaration.resolution = resolution
    declaration.audio = audio
    declaration.samplesAsked = samples
    declaration.prompt = prompt.flatMap { PromptRecord($0, policy: prompts) }
    declaration.project = project
    declaration.labels = labels
    declaration.by = by
  }

  private static func submitted(
    _ json: JSON?
  ) throws(ObservationLine.Unusable) -> StatedMoment? {
    guard let json else { return nil }
    if let text = json.text, let moment = Moment(rfc3339: text) {
      return StatedMoment(moment, width: text.contains(".") ? 1 : 1000)
    }
    if let number = json.double, let moment = TimeText.unix(number) {
      return StatedMoment(moment, width: moment.rawValue.isMultiple(of: 1000) ? 1000 : 1)
    }
    throw .init(why: "declared.submitted_at is no time: write RFC 3339, or Unix seconds")
  }

  private static func labels(_ json: JSON?) throws(ObservationLine.Unusable) -> [Label] {
    guard let json else { return [] }
    guard case .object(let members) = json else {
      throw .init(why: "declared.labels is no object")
    }
    var labels: [Label] = []
    for member in members {
      guard let value = member.value.textOrNumber else { continue }
      guard let label = Label(text: "\(member.name)=\(value)") else {
        throw .init(why: "declared.labels holds a name that no label can have")
      }
      labels.removeAll { $0.name == label.name }
      labels.append(label)
    }
    return labels.sorted { $0.name < $1.name }
  }
}
