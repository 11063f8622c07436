import FoundationEssentials

/// What a client asked for, and the fate that it asked for with it.
struct JobOrder: Equatable, Sendable {
  static let usualTakes = Duration.seconds(60)

  var model: String
  var prompt: String?
  var seconds: Int
  var size = "1280x720"
  var samples = 1
  /// Where Vertex AI is to put the videos: `gs://bucket/folder`; inline without it.
  var storageURI: String?
  var fate = Fate.success
  /// In simulated time, from the order to the end; a fate may stretch it.
  var takes = Self.usualTakes
  /// How long of that it waits; `nil` for what is usual with its fate.
  var waits: Duration?
  /// How its end is worded, where not as usual with its fate.
  var endWords: EndWords?
  /// What the answers of a gateway say that it costs, as digits.
  var cost: String?
}

extension JobOrder {
  /// Obeys the directives in the prompt: `[fate: partial]` and `[takes: 30]`, in seconds.
  mutating func takeDirectives() throws(Refusal) {
    guard let prompt else { return }
    if let word = prompt.firstMatch(of: /\[fate:\s*([^\]\s]+)\s*\]/)?.output.1 {
      guard let fate = Fate(rawValue: String(word)) else {
        throw .invalidRequest("There is no fate '\(word)'.", parameter: "prompt")
      }
      self.fate = fate
    }
    if let word = prompt.firstMatch(of: /\[takes:\s*([^\]\s]+)\s*\]/)?.output.1 {
      guard let seconds = Int(word), (1...86_400).contains(seconds) else {
        throw .invalidRequest("'takes' must be 1 to 86400 seconds.", parameter: "prompt")
      }
      takes = .seconds(seconds)
    }
  }
}

extension JobOrder {
  private struct OpenAIBody: Decodable {
    var prompt: String?
    var model: String?
    var size: String?
    var seconds: LooseNumber?
  }

  /// Reads the body of `POST /videos`, JSON or a form, as the SDK sends one or the other.
  static func openAI(contentType: String, body: [UInt8]) throws(Refusal) -> JobOrder {
    let fields: OpenAIBody
    if let form = MultipartForm(contentType: contentType, body: body) {
      fields = OpenAIBody(
        prompt: form.text("prompt"), model: form.text("model"), size: form.text("size"),
        seconds: form.text("seconds").flatMap(Int.init).map(LooseNumber.init))
    } else {
      fields = try decode(OpenAIBody.self, from: body)
    }
    guard let prompt = fields.prompt, !prompt.isEmpty else {
      throw .invalidRequest("Missing required parameter: 'prompt'.", parameter: "prompt")
    }
    let dialect = Dialect.openAIVideos
    var order = JobOrder(
      model: fields.model ?? dialect.usualModel, prompt: prompt,
      seconds: fields.seconds?.value ?? dialect.usualSeconds)
    order.size = fields.size ?? "720x1280"
    try order.takeDirectives()
    return order
  }
}

extension JobOrder {
  private struct GoogleBody: Decodable {
    struct Instance: Decodable {
      var prompt: String?
    }

    struct Parameters: Decodable {
      var durationSeconds: LooseNumber?
      var sampleCount: LooseNumber?
      var storageUri: String?
    }

    var instances: [Instance]?
    var parameters: Parameters?
  }

  /// Reads the body of a `predictLongRunning` call; the model is in the path.
  static func google(
    model: String, dialect: Dialect, body: [UInt8]
  ) throws(Refusal) -> JobOrder {
    let fields = try decode(GoogleBody.self, from: body)
    guard let instance = fields.instances?.first else {
      throw .invalidRequest("'instances' must hold one instance.", parameter: "instances")
    }
    var order = JobOrder(
      model: model, prompt: instance.prompt,
      seconds: fields.parameters?.durationSeconds?.value ?? dialect.usualSeconds)
    order.samples = fields.parameters?.sampleCount?.value ?? 1
    order.storageURI = fields.parameters?.storageUri
    guard (1...4).contains(order.samples) else {
      throw .invalidRequest("'sampleCount' must be 1 to 4.", parameter: "sampleCount")
    }
    if let uri = order.storageURI, !uri.hasPrefix("gs://") {
      throw .invalidRequest("'storageUri' must begin with gs://.", parameter: "storageUri")
    }
    try order.takeDirectives()
    return order
  }

  private static func decode<Body: Decodable>(
    _ type: Body.Type, from body: [UInt8]
  ) throws(Refusal) -> Body {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      throw .invalidRequest("The body of the request could not be read as JSON.", parameter: nil)
    }
  }
}

/// A whole number that clients send as a number or as a string.
struct LooseNumber: Decodable {
  let value: Int

  init(_ value: Int) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      value = number
    } else if let number = Int(try container.decode(String.self)) {
      value = number
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a whole number")
    }
  }
}
