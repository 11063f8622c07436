/// Why a call gets no answer of its kind; every dialect words it in its own way.
enum Refusal: Error, Equatable, Sendable {
  case missingKey
  case noSuchPath
  case noSuchJob(String)
  /// The job has no such content, not yet or no more.
  case noSuchContent(String)
  case modelRetired(String)
  case invalidRequest(String, parameter: String?)
  /// The wait is the client's, on the wall.
  case rateLimited(wait: Duration)
  case internalError
  case bodyTooLarge
}

extension Refusal {
  func httpStatus(in dialect: Dialect) -> Int {
    switch self {
    // The Gemini API answers 403 without a key (genkit-ai/genkit #4025), the others 401.
    case .missingKey: dialect == .geminiOperations ? 403 : 401
    case .noSuchPath, .noSuchJob, .noSuchContent, .modelRetired: 404
    case .invalidRequest: 400
    case .rateLimited: 429
    case .internalError: 500
    case .bodyTooLarge: 413
    }
  }

  var message: String {
    switch self {
    case .missingKey: "The request carries no API key or token."
    case .noSuchPath: "There is no such path."
    case .noSuchJob(let id): "'\(id)' was not found."
    case .noSuchContent(let what): "\(what) is not available."
    // The words by which a retired Veo model is known (docs.apiyi.com, 2026-10).
    case .modelRetired(let model): "The model \(model) is no longer available."
    case .invalidRequest(let message, _): message
    case .rateLimited: "Too many requests. Please try again later."
    case .internalError: "The server had an error while processing the request."
    case .bodyTooLarge: "The body of the request is too large."
    }
  }
}

extension Dialect {
  /// The error answer of this dialect, with another status where one is given.
  func answer(_ refusal: Refusal, status: Int? = nil) -> Answer {
    let status = status ?? refusal.httpStatus(in: self)
    let headers = headers(refusal)
    switch self {
    case .openAIVideos: return .json(openAIBody(refusal), status: status, headers: headers)
    case .geminiOperations, .vertexOperations:
      return .json(googleBody(refusal, status: status), status: status, headers: headers)
    }
  }

  private func headers(_ refusal: Refusal) -> [String: String] {
    guard case .rateLimited(let wait) = refusal else { return [:] }
    let milliseconds = max(1, wait.wholeMilliseconds)
    var headers = ["retry-after": String((milliseconds + 999) / 1000)]
    // Only the OpenAI SDK reads this one (`_base_client.py`).
    if self == .openAIVideos { headers["retry-after-ms"] = String(milliseconds) }
    return headers
  }

  private func openAIBody(_ refusal: Refusal) -> JSON {
    var type = "invalid_request_error"
    var code = JSON.null
    var parameter = JSON.null
    switch refusal {
    case .missingKey: code = "invalid_api_key"
    case .modelRetired: code = "model_not_found"
    case .invalidRequest(_, let name): parameter = name.map(JSON.string) ?? .null
    case .rateLimited:
      type = "requests"
      code = "rate_limit_exceeded"
    case .internalError: type = "server_error"
    case .noSuchPath, .noSuchJob, .noSuchContent, .bodyTooLarge: break
    }
    let error: JSON = [
      "message": .string(refusal.message), "type": .string(type), "param": parameter, "code": code,
    ]
    return ["error": error]
  }

  private func googleBody(_ refusal: Refusal, status: Int) -> JSON {
    let word =
      switch refusal {
      case .missingKey: self == .geminiOperations ? "PERMISSION_DENIED" : "UNAUTHENTICATED"
      case .noSuchPath, .noSuchJob, .noSuchContent, .modelRetired: "NOT_FOUND"
      case .invalidRequest, .bodyTooLarge: "INVALID_ARGUMENT"
      case .rateLimited: "RESOURCE_EXHAUSTED"
      case .internalError: "INTERNAL"
      }
    return Self.googleError(code: status, message: refusal.message, status: word)
  }

  static func googleError(code: Int, message: String, status: String) -> JSON {
    let error: JSON = [
      "code": .number(Int64(code)), "message": .string(message), "status": .string(status),
    ]
    return ["error": error]
  }
}
