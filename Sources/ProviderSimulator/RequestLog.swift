import HTTPTypes
import Hummingbird
import Logging
import SystemPackage

/// What the log says of one answer; as a line, one JSON object.
struct RequestLogLine: Equatable, Sendable {
  let at: Moment
  let method: String
  /// Without the query, which may hold a key.
  let path: String
  let status: Int
  let requestID: String
  let job: String?

  var json: JSON {
    [
      "at": .string(at.rfc3339),
      "method": .string(method),
      "path": .string(path),
      "status": .number(Int64(status)),
      "request_id": .string(requestID),
      "job": job.map(JSON.string) ?? nil,
    ]
  }
}

/// A file that gets one line for each answer, each in one write at its end.
actor RequestLog {
  private let file: FileDescriptor

  init(path: String) throws {
    file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
  }

  deinit { try? file.close() }

  func append(_ line: RequestLogLine) throws {
    try file.writeAll(line.json.bytes + Array("\n".utf8))
  }
}

/// Gives every answer its request id, and logs it before it is sent.
struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
  let providers: SimulatedProviders
  let log: RequestLog?
  let logger: Logger

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      response = Response(dialect(ofPath: request.uri.path).answer(.noSuchPath))
    } catch {
      response = Response(dialect(ofPath: request.uri.path).answer(.internalError))
    }
    let id = await providers.newRequestID()
    if let name = HTTPField.Name.requestID { response.headers[name] = id }
    var job: String?
    if let name = HTTPField.Name.simulatedJob {
      job = response.headers[name]
      response.headers[name] = nil
    }
    let line = RequestLogLine(
      at: await providers.now, method: request.method.rawValue, path: request.uri.path,
      status: response.status.code, requestID: id, job: job)
    do {
      try await log?.append(line)
    } catch {
      logger.error("request log: write failed", metadata: ["error": "\(error)"])
    }
    return response
  }

  /// Whose words to use where no route is there to say it.
  private func dialect(ofPath path: String) -> Dialect {
    if path.hasPrefix("/v1/videos") { return .openAIVideos }
    return path.hasPrefix("/v1beta/") ? .geminiOperations : .vertexOperations
  }
}
