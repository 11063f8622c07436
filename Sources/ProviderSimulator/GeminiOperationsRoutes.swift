import HTTPTypes
import Hummingbird

/// Veo on the Gemini API under `/v1beta`: create, poll, download.
struct GeminiOperationsRoutes: Sendable {
  let providers: SimulatedProviders

  func add(to router: Router<some RequestContext>) {
    add(.post, "/v1beta/models/{model}:predictLongRunning", to: router, create)
    add(.get, "/v1beta/models/{model}/operations/{operation}", to: router, poll)
    add(.get, "/v1beta/files/{file}:download", to: router) { call throws(Refusal) in
      try await redirect(call, file: call.part("file"))
    }
    // google-genai finds the file id only in https addresses; of ours it takes the whole for the id.
    add(.get, "/v1beta/files/http:/**", to: router) { call throws(Refusal) in
      let id = call.restOfPath.firstMatch(of: /files\/([a-z0-9]+):download$/)?.output.1
      return try await redirect(call, file: id.map(String.init) ?? "")
    }
    add(.get, "/download/v1beta/files/{file}:download", to: router, download)
  }

  /// Adds a route that asks for the key, which must come in its header.
  ///
  /// With the key in the query instead, the service was measured to answer 200 and nothing
  /// (a public project's notes on downloads); a client must not take that for a success.
  private func add(
    _ method: HTTPRequest.Method, _ path: RouterPath, to router: Router<some RequestContext>,
    _ handler: @escaping @Sendable (Call) async throws(Refusal) -> Answer
  ) {
    router.answer(method, path, in: .geminiOperations) { call throws(Refusal) in
      let key = HTTPField.Name("x-goog-api-key").flatMap { call.headers[$0] } ?? ""
      if !key.isEmpty { return try await handler(call) }
      guard call.query.get("key") == nil else { return Answer(status: 200) }
      throw .missingKey
    }
  }

  @Sendable private func create(_ call: Call) async throws(Refusal) -> Answer {
    let model = call.part("model")
    let order = try JobOrder.google(model: model, dialect: .geminiOperations, body: call.body)
    let job = await providers.create(order, at: .gemini(model: model))
    return Answer.json(["name": .string(job.id)]).about(job: job.id)
  }

  @Sendable private func poll(_ call: Call) async throws(Refusal) -> Answer {
    let name = "models/\(call.part("model"))/operations/\(call.part("operation"))"
    return await providers.poll(.geminiOperations, id: name, origin: call.origin)
  }

  /// The address in an operation answers with another address, in a body that looks like an error.
  private func redirect(_ call: Call, file: String) async throws(Refusal) -> Answer {
    let found = try await sample(file)
    let body = Dialect.googleError(code: 302, message: "Unknown Error.", status: "UNKNOWN")
    let location = "\(call.origin)/download/v1beta/files/\(file):download?alt=media"
    return Answer.json(body, status: 302, headers: ["location": location]).about(job: found.job.id)
  }

  @Sendable private func download(_ call: Call) async throws(Refusal) -> Answer {
    let found = try await sample(call.part("file"))
    return await providers.media(
      found.bytes, contentType: "video/mp4", of: found.job, sample: found.number, for: call)
  }

  private func sample(
    _ file: String
  ) async throws(Refusal) -> (bytes: [UInt8], job: SimulatedJob, number: Int) {
    let now = await providers.now
    let name = String(file.prefix(SimulatedJob.geminiFileLength))
    guard let (job, number) = await providers.sample(named: name),
      job.isGood(geminiFile: file, at: now), let bytes = job.video(sample: number, at: now)
    else { throw .noSuchContent("The file '\(file)'") }
    return (bytes, job, number)
  }
}
