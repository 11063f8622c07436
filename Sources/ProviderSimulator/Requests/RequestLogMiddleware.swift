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
    let started = providers.clock.wallNow
    let account = AccountFingerprint.of(request.headers)
    let admission = account.map { gate.begin($0, at: started) }
    var response = await answer(request, context, admission, next)
    let id = await providers.newRequestID()
    if let name = HTTPField.Name.requestID { response.headers[name] = id }
    var job: String?
    if let name = HTTPField.Name.simulatedJob {
      job = response.headers[name]
      response.headers[name] = nil
    }
    if let account { gate.end(account) }
    let line = RequestLogLine(
      started: started, ended: providers.clock.wallNow, method: request.method.rawValue,
      path: request.uri.path, status: response.status.code, requestID: id, job: job,
      account: account, admission: admission)
    do {
      try log?.append(line)
    } catch {
      logger.error("request log: write failed", metadata: ["error": "\(error)"])
    }
    return response
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
