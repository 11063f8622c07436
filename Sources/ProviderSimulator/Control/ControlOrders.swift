/// The bodies of control requests.
struct Change: Decodable {
  var id: String
  var fate: String?
}

struct ClockOrder: Decodable {
  /// A span such as `10m`.
  var advance: String?
  var stopped: Bool?
}

struct LimitsOrder: Decodable {
  var concurrent: Int?
  var rate: Double?
  var burst: Double?

  func limits() throws(ControlRefusal) -> RequestLimits {
    guard (1...1_000_000).contains(concurrent ?? 1), (0.001...1_000_000).contains(rate ?? 1),
      (1...1_000_000).contains(burst ?? 1)
    else {
      throw ControlRefusal(problem: "'concurrent' and 'burst' begin at 1, 'rate' at 0.001")
    }
    return RequestLimits(concurrent: concurrent, rate: rate, burst: burst)
  }
}

struct NewJob: Decodable {
  var dialect: String
  var id: String?
  var model: String?
  var prompt: String?
  var seconds: Int?
  var size: String?
  var samples: Int?
  var storageURI: String?
  var fate: String?
  /// A span such as `90s`; `takes` of a fates file is in seconds.
  var takes: String?

  enum CodingKeys: String, CodingKey {
    case dialect, id, model, prompt, seconds, size, samples, fate, takes
    case storageURI = "storage_uri"
  }

  static func fate(named word: String) throws(ControlRefusal) -> Fate {
    guard let fate = Fate(rawValue: word) else {
      throw ControlRefusal(problem: "there is no fate '\(word)'")
    }
    return fate
  }

  /// The name that was asked for, the place to make it at, and the order.
  func order() throws(ControlRefusal) -> (name: String?, place: JobPlace, order: JobOrder) {
    guard let dialect = Dialect(rawValue: dialect) else {
      throw ControlRefusal(problem: "there is no dialect '\(dialect)'")
    }
    if let id, !dialect.isName(id) {
      throw ControlRefusal(problem: "'\(id)' is not a name of \(dialect.rawValue)")
    }
    let model = model ?? id.flatMap(dialect.model(inName:)) ?? dialect.usualModel
    var order = JobOrder(model: model, prompt: prompt, seconds: seconds ?? dialect.usualSeconds)
    order.fate = try Self.fate(named: fate ?? Fate.success.rawValue)
    order.size = size ?? order.size
    order.samples = samples ?? 1
    order.storageURI = storageURI
    guard (1...4).contains(order.samples), order.seconds > 0 else {
      throw ControlRefusal(problem: "'samples' is 1 to 4, 'seconds' 1 or more")
    }
    if let takes {
      guard let span = SpanOption(argument: takes), span.span > .zero else {
        throw ControlRefusal(problem: "'takes' is a span such as 90s or 10m")
      }
      order.takes = span.span
    }
    return (id, dialect.place(model: model), order)
  }
}

extension Dialect {
  /// Where a job of `model` is made, in a project and a place of our own.
  func place(model: String) -> JobPlace {
    switch self {
    case .openAIVideos: .openAIVideos
    case .geminiOperations: .gemini(model: model)
    case .vertexOperations:
      .vertex(
        resource: "projects/demo-1/locations/us-central1/publishers/google/models/\(model)")
    }
  }
}

struct DeliveryOrder: Decodable {
  var job: String
  /// Such as `video.completed`; any is sent.
  var type: String?
  /// `openai` or `gemini`; that of the job where it is known.
  var face: String?
  /// A kind of forgery; honest without.
  var forgery: String?
  var copies: Int?

  func face(of job: SimulatedJob?) throws(ControlRefusal) -> WebhookFace {
    if let face {
      guard let known = WebhookFace(rawValue: face) else {
        throw ControlRefusal(problem: "'face' is openai or gemini")
      }
      return known
    }
    return job?.dialect == .geminiOperations ? .gemini : .openAI
  }

  func knownForgery() throws(ControlRefusal) -> Forgery? {
    guard let forgery else { return nil }
    guard let known = Forgery(rawValue: forgery) else {
      throw ControlRefusal(problem: "there is no forgery '\(forgery)'")
    }
    return known
  }
}

extension WebhookFace {
  var usualType: String {
    switch self {
    case .openAI: "video.completed"
    case .gemini: "video.generated"
    }
  }
}
