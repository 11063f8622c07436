import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Veo on Vertex AI: create and poll under `/v1` and `/v1beta1`, and the bucket beside them.
///
/// A plain GET on an operation's name has no route and is a 404, as on the service
/// (vercel/ai #12003).
struct VertexOperationsRoutes: Sendable {
  let providers: SimulatedProviders

  private struct PollBody: Decodable {
    var operationName: String
  }

  func add(to router: Router<some RequestContext>) {
    for version in ["v1", "v1beta1"] {
      let models =
        "/\(version)/projects/{project}/locations/{location}/publishers/google/models/{model}"
      add(.post, RouterPath("\(models):predictLongRunning"), to: router, create)
      add(.post, RouterPath("\(models):fetchPredictOperation"), to: router, poll)
    }
    add(.get, "/storage/v1/b/{bucket}/o/**", to: router, object)
  }

  private func add(
    _ method: HTTPRequest.Method, _ path: RouterPath, to router: Router<some RequestContext>,
    _ handler: @escaping @Sendable (Call) async throws(Refusal) -> Answer
  ) {
    router.answer(method, path, in: .vertexOperations) { call throws(Refusal) in
      try call.requireBearer()
      return try await handler(call)
    }
  }

  private func resource(_ call: Call) -> String {
    "projects/\(call.part("project"))/locations/\(call.part("location"))/publishers/google/models/"
      + call.part("model")
  }

  @Sendable private func create(_ call: Call) async throws(Refusal) -> Answer {
    let order = try JobOrder.google(
      model: call.part("model"), dialect: .vertexOperations, body: call.body)
    let job = await providers.create(order, at: .vertex(resource: resource(call)))
    return Answer.json(["name": .string(job.id)]).about(job: job.id)
  }

  @Sendable private func poll(_ call: Call) async throws(Refusal) -> Answer {
    guard let body = try? JSONDecoder().decode(PollBody.self, from: Data(call.body)) else {
      throw .invalidRequest("'operationName' is missing.", parameter: "operationName")
    }
    guard body.operationName.hasPrefix(resource(call) + "/operations/") else {
      throw .invalidRequest(
        "'operationName' names another model than the path.", parameter: "operationName")
    }
    return await providers.poll(
      .vertexOperations, id: body.operationName, origin: call.origin)
  }

  /// An object of Cloud Storage; without `alt=media` the service would describe it, here it is 404.
  @Sendable private func object(_ call: Call) async throws(Refusal) -> Answer {
    let address = "gs://\(call.part("bucket"))/\(call.restOfPath)"
    guard call.query.get("alt") == "media",
      let (job, number) = await providers.sample(named: address),
      let bytes = job.video(sample: number, at: await providers.now)
    else { throw .noSuchContent("The object '\(address)'") }
    return await providers.media(
      bytes, contentType: "video/mp4", of: job, sample: number, for: call)
  }
}
