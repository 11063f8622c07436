import HTTPTypes
import Hummingbird

/// What a route needs of a request.
struct Call: Sendable {
  /// Enough for an image as a reference, sent inline.
  static let bodyBytesMax = 32 << 20

  let headers: HTTPFields
  let query: Parameters
  let body: [UInt8]
  /// Scheme, host and port under which the client asked, for addresses in answers.
  let origin: String
  /// All of what was asked for, with the origin.
  let address: String
  private let parameters: Parameters

  init(_ request: Request, parameters: Parameters) async throws(Refusal) {
    do {
      body = Array(try await request.body.collect(upTo: Self.bodyBytesMax).readableBytesView)
    } catch {
      throw .bodyTooLarge
    }
    headers = request.headers
    query = request.uri.queryParameters
    origin = "http://\(request.head.authority ?? "127.0.0.1")"
    address = origin + request.uri.string
    self.parameters = parameters
  }

  /// A part of the path that the route names, without percent encoding.
  func part(_ name: String) -> String {
    (parameters.get(name) ?? "").withoutPercentEncoding
  }

  /// The path from where the route says `**`, without percent encoding.
  var restOfPath: String {
    parameters.getCatchAll().joined(separator: "/").withoutPercentEncoding
  }

  var mediaConditions: MediaConditions {
    MediaConditions(
      range: headers[.range], ifRange: headers[.ifRange], ifNoneMatch: headers[.ifNoneMatch])
  }

  /// Demands a bearer token, any but an empty one.
  func requireBearer() throws(Refusal) {
    let fields = headers[.authorization]?.split(separator: " ") ?? []
    guard fields.count == 2, fields[0].lowercased() == "bearer" else { throw .missingKey }
  }
}

extension String {
  /// The text that its percent encoding stands for (RFC 3986); a stray `%` stands for itself.
  var withoutPercentEncoding: String {
    var decoded: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}

extension HTTPField.Name {
  /// The native id of the job, on its way from the route to the log; never sent.
  static var simulatedJob: HTTPField.Name? { HTTPField.Name("x-simulated-job") }
  /// What `date` is to say, on its way to the connection's handler; never sent.
  static var simulatedDate: HTTPField.Name? { HTTPField.Name("x-simulated-date") }
  /// Marks a body that is not ready when its head is; never sent.
  static var simulatedStream: HTTPField.Name? { HTTPField.Name("x-simulated-stream") }
  static var requestID: HTTPField.Name? { HTTPField.Name("x-request-id") }
}

extension Router {
  /// Adds a route whose refusals are worded as `dialect` words them.
  func answer(
    _ method: HTTPRequest.Method, _ path: RouterPath, in dialect: Dialect,
    by handler: @escaping @Sendable (Call) async throws(Refusal) -> Answer
  ) {
    on(path, method: method) { request, context -> Response in
      var answer: Answer
      do throws(Refusal) {
        answer = try await handler(try await Call(request, parameters: context.parameters))
      } catch {
        answer = dialect.answer(error)
      }
      answer.job = answer.job ?? dialect.job(inPath: context.parameters)
      return await answer.response(over: (context as? SimulatorContext)?.channel)
    }
  }
}

extension Dialect {
  /// The job that a path names; the paths of Vertex AI name none.
  fileprivate func job(inPath parameters: Parameters) -> String? {
    switch self {
    case .openAIVideos: return parameters.get("id")
    case .geminiOperations:
      guard let model = parameters.get("model"), let operation = parameters.get("operation") else {
        return nil
      }
      return "models/\(model)/operations/\(operation)"
    case .vertexOperations: return nil
    }
  }
}

extension Response {
  /// An answer that is sent as a whole.
  init(_ answer: Answer) {
    self.init(
      status: HTTPResponse.Status(code: answer.status), headers: answer.fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
