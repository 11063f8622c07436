import HTTPTypes
import Hummingbird
import Logging

/// Gives every answer its request id, holds accounts to their limits, and logs before it is sent.
struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
  let providers: SimulatedProviders
  let gate: RequestGate
  let log: RequestLog?
  let logger: Logger

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    if request.uri.path.hasPrefix(ControlRoutes.pathPrefix) {
      return try await next(request, context)
    }
    let started = providers.clock.wallNow
    let account = AccountFingerprint.of(request.headers)
    let admission = account.map { gate.begin($0, at: started) }
    var response = await answer(request, context, admission, next)
    let id = await providers.newRequestID()
    if let name = HTTPField.Name.requestID { response.headers[name] = id }
    let job = response.take(.simulatedJob)
    let isStream = response.take(.simulatedStream) != nil
    let status = response.status.code
    let end = { @Sendable in
      if let account { gate.end(account) }
      note(
        RequestLogLine(
          started: started, ended: providers.clock.wallNow, method: request.method.rawValue,
          path: request.uri.path, status: status, requestID: id, job: job,
          account: account, admission: admission, received: Self.received(request)))
    }
    guard isStream else {
      end()
      return response
    }
    let body = response.body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      defer { end() }
      try await body.write(writer)
    }
    return response
  }

  private func note(_ line: RequestLogLine) {
    do {
      try log?.append(line)
    } catch {
      logger.error("request log: write failed", metadata: ["error": "\(error)"])
    }
  }

  /// The names of the headers, where what they are is the point of the request.
  private static func received(_ request: Request) -> [String]? {
    guard request.uri.path.hasPrefix(Elsewhere.pathPrefix) else { return nil }
    return Set(request.headers.map { $0.name.canonicalName }).sorted()
  }

  private func answer(
    _ request: Request, _ context: Context, _ admission: Admission?,
    _ next: (Request, Context) async throws -> Response
  ) async -> Response {
    let dialect = dialect(ofPath: request.uri.path)
    if let admission, admission.exceeded != nil {
      return Response(dialect.answer(.rateLimited(wait: admission.wait)))
    }
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return Response(dialect.answer(.noSuchPath))
    } catch {
      return Response(dialect.answer(.internalError))
    }
  }

  /// Whose words to use where no route is there to say it.
  private func dialect(ofPath path: String) -> Dialect {
    if path.hasPrefix("/v1/videos") { return .openAIVideos }
    return path.hasPrefix("/v1beta/") ? .geminiOperations : .vertexOperations
  }
}

extension Response {
  /// Takes out a header that was only meant for the way to here.
  fileprivate mutating func take(_ name: HTTPField.Name?) -> String? {
    guard let name else { return nil }
    defer { headers[name] = nil }
    return headers[name]
  }
}
