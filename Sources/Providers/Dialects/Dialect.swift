public import Ledger

/// A wire shape: how a job is named, asked about, and answered for.
///
/// Pure: bytes in, values out.
public enum Dialect: String, CaseIterable, Sendable {
  /// `/v1/videos`, as OpenAI's Videos API (Sora), gateways and self-hosted servers speak it.
  case openAIVideos = "openai-videos"
  /// Long-running operations of the Gemini API (Veo).
  case geminiOperations = "gemini-operations"
  /// Long-running operations of Vertex AI (Veo), polled by `fetchPredictOperation`.
  case vertexOperations = "vertex-operations"
  /// Interactions of the Gemini API (`gemini-omni`).
  case geminiInteractions = "gemini-interactions"
  case runway
  case replicate
  case luma
  /// fal's queue: the state and the result are two questions.
  case fal

  /// The version of the interpreter in this build; grows when a reading changes.
  public static let interpreterVersion: UInt16 = 1

  /// The built-in account that speaks this dialect; `nil` for one that only configured accounts speak.
  public var builtInAccount: String? {
    switch self {
    case .openAIVideos: "sora"
    case .geminiOperations: "veo"
    case .vertexOperations: "vertex"
    case .geminiInteractions, .runway, .replicate, .luma, .fal: nil
    }
  }

  /// Recognises an id in the form that only this dialect has.
  ///
  /// - Parameter text: Stripped by ``JobID/init(recognizing:)``.
  /// - Returns: `nil` for any other form.
  func recognize(_ text: String) -> JobID? {
    switch self {
    case .openAIVideos: OpenAIVideos.recognize(text)
    case .geminiOperations: GeminiOperations.recognize(text)
    case .vertexOperations: VertexOperations.recognize(text)
    // UUIDs and other random ids: whose they are, only the account tells.
    case .geminiInteractions, .runway, .replicate, .luma, .fal: nil
    }
  }

  /// The job's own name in a text that the caller says is of this dialect: without the path of the
  /// collection around it.
  ///
  /// - Returns: `nil` for what cannot be an id of this dialect.
  func name(in text: String) -> String? {
    let name: String
    switch self {
    case .openAIVideos, .geminiOperations, .vertexOperations: name = text
    case .geminiInteractions: name = text.without("interactions/")
    case .runway: name = text.without("tasks/")
    case .replicate: name = text.without("predictions/")
    case .luma: name = text.without("dream-machine/v1/").without("generations/")
    case .fal: name = FalQueue.name(in: text)
    }
    let mayHaveSteps =
      switch self {
      case .openAIVideos, .geminiOperations, .vertexOperations, .fal: true
      case .geminiInteractions, .runway, .replicate, .luma: false
      }
    return IDText.isSafe(name) && (mayHaveSteps || !name.contains("/")) ? name : nil
  }

  /// The state that a provider's word means wherever it stands; `nil` for a word of nobody's.
  public static func state(ofWord word: String) -> JobState? { StatusWords.state(of: word) }

  /// The request that asks about a job; carries no key.
  ///
  /// - Parameters:
  ///   - id: As ``JobID/text`` gives it.
  ///   - baseURL: The account's base URL, without a slash at its end.
  /// - Returns: The request as a value; nothing is sent.
  /// - Throws: ``NotAskable`` where the id does not name all that the request needs.
  public func statusRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    switch self {
    case .openAIVideos: OpenAIVideos.statusRequest(for: id, baseURL: baseURL)
    case .geminiOperations: try GeminiOperations.statusRequest(for: id, baseURL: baseURL)
    case .vertexOperations: try VertexOperations.statusRequest(for: id, baseURL: baseURL)
    case .geminiInteractions: GeminiInteractions.statusRequest(for: id, baseURL: baseURL)
    case .runway: Runway.statusRequest(for: id, baseURL: baseURL)
    case .replicate: Replicate.statusRequest(for: id, baseURL: baseURL)
    case .luma: Luma.statusRequest(for: id, baseURL: baseURL)
    case .fal: try FalQueue.statusRequest(for: id, baseURL: baseURL)
    }
  }

  /// Whether the answer to ``statusRequest(for:baseURL:)`` ended the job without saying how, so that
  /// ``resultRequest(for:baseURL:)`` must tell.
  public func leavesResultOpen(_ observation: Observation) -> Bool {
    switch self {
    case .fal: FalQueue.asksForResult(observation)
    case .openAIVideos, .geminiOperations, .vertexOperations, .geminiInteractions, .runway,
      .replicate, .luma:
      false
    }
  }

  /// The request that asks for the result of a job that has ended; carries no key.
  ///
  /// - Parameters:
  ///   - id: As ``JobID/text`` gives it.
  ///   - baseURL: The account's base URL, without a slash at its end.
  /// - Returns: The same as ``statusRequest(for:baseURL:)`` where one answer says all there is.
  /// - Throws: ``NotAskable`` where the id does not name all that the request needs.
  public func resultRequest(
    for id: String, baseURL: String
  ) throws(NotAskable) -> ProviderRequest {
    switch self {
    case .fal: try FalQueue.resultRequest(for: id, baseURL: baseURL)
    case .openAIVideos, .geminiOperations, .vertexOperations, .geminiInteractions, .runway,
      .replicate, .luma:
      try statusRequest(for: id, baseURL: baseURL)
    }
  }

  /// What an answer says about the job that was asked for; never guesses success.
  ///
  /// - Parameters:
  ///   - httpStatus: `nil` where it is not known; the body decides then.
  ///   - body: As received, or as stored after cutting: both read the same.
  ///   - id: The job that was asked for, whatever id the answer carries.
  /// - Returns: The reading; unknown for what nobody can read.
  public func interpret(httpStatus: Int?, body: [UInt8], asked id: String) -> Observation {
    let json = JSONReader.read(body)
    var observation: Observation
    if self == .fal, httpStatus == 422 {
      observation = FalQueue.interpret(httpStatus: httpStatus, json, asked: id)
    } else if let httpStatus, !(200..<300).contains(httpStatus) {
      observation = ErrorAnswer(httpStatus: httpStatus, json: json).observation
    } else {
      switch self {
      case .openAIVideos: observation = OpenAIVideos.interpret(json, asked: id)
      case .geminiOperations, .vertexOperations:
        observation = GoogleOperation.interpret(json, asked: id)
      case .geminiInteractions: observation = GeminiInteractions.interpret(json, asked: id)
      case .runway: observation = Runway.interpret(json, asked: id)
      case .replicate: observation = Replicate.interpret(json, asked: id)
      case .luma: observation = Luma.interpret(json, asked: id)
      case .fal: observation = FalQueue.interpret(httpStatus: httpStatus, json, asked: id)
      }
    }
    observation.interpreter = Self.interpreterVersion
    observation.shorten()
    return observation
  }
}

extension String {
  fileprivate func without(_ beginning: String) -> String {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : self
  }
}

extension Observation {
  /// No job has more results than this; a longer list is somebody's mistake or malice.
  static let assetsMax = 100
  private static let addressBytesMax = 8192
  private static let textCharactersMax = 8192

  /// Keeps the strings that others chose to a length that every row can hold; the whole of them
  /// stands in the body.
  fileprivate mutating func shorten() {
    Self.shorten(&providerStatus, 256)
    Self.shorten(&errorCode, 256)
    Self.shorten(&model, 256)
    Self.shorten(&size, 256)
    Self.shorten(&resolution, 256)
    Self.shorten(&remixedFrom, 256)
    assets = assets.prefix(Self.assetsMax).map { asset in
      var asset = asset
      if let uri = asset.uri, uri.utf8.count > Self.addressBytesMax { asset.uri = nil }
      return asset
    }
    Self.shorten(&errorText, Self.textCharactersMax)
    if let id = otherID, id.utf8.count > JobID.charactersMax { otherID = nil }
    if let cost = statedCost, cost.amount.utf8.count > 64 { statedCost = nil }
  }

  /// Keeps the text's first characters; those of a short one, which most are, need not be counted.
  private static func shorten(_ text: inout String?, _ characters: Int) {
    guard let long = text, long.utf8.count > characters else { return }
    text = String(long.prefix(characters))
  }
}

/// An HTTP request as a value; the account's key is added where it is sent.
public struct ProviderRequest: Hashable, Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// How the account's key travels.
  public enum KeyPlace: Hashable, Sendable {
    /// `authorization: Bearer KEY`.
    case bearer
    /// `x-goog-api-key: KEY`; never in the query, where the Gemini API answered 200 with nothing.
    case googleHeader
    /// `authorization: Key KEY`.
    case falKey
  }

  public var method: Method
  public var url: String
  public var keyPlace: KeyPlace
  /// JSON.
  public var body: [UInt8]?
  /// What the dialect asks for beside the usual headers; names in lower case.
  public var headers: [String: String]

  public init(
    method: Method, url: String, keyPlace: KeyPlace, body: [UInt8]? = nil,
    headers: [String: String] = [:]
  ) {
    self.method = method
    self.url = url
    self.keyPlace = keyPlace
    self.body = body
    self.headers = headers
  }
}

/// Why no request can be made about a job.
public struct NotAskable: Error, Hashable, Sendable {
  /// What is missing, in one sentence without a full stop.
  public let why: String
}
