import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Faces of Gemini Omni's Interactions, Runway, Replicate, fal and Luma under `/neighbours/NAME`:
/// create, poll, and the result's file.
///
/// Their jobs are those of `/v1/videos` under other names, so that every fate works here, too.
struct NeighbourRoutes: Sendable {
  let providers: SimulatedProviders

  func add(to router: Router<some RequestContext>) {
    for neighbour in Neighbour.allCases {
      let root = "/neighbours/\(neighbour.rawValue)"
      on(router, .post, root + neighbour.createPath, neighbour, create)
      on(router, .get, root + neighbour.pollPath, neighbour) { call, neighbour in
        await poll(call, neighbour, ofResult: false)
      }
    }
    on(router, .get, "/neighbours/fal/{owner}/{model}/requests/{id}", .fal) { call, neighbour in
      await poll(call, neighbour, ofResult: true)
    }
    router.answer(.get, "/neighbours/files/{id}", in: .openAIVideos) { call throws(Refusal) in
      let id = call.part("id")
      guard let job = await providers.job(.openAIVideos, id: id),
        let video = job.video(sample: 0, at: await providers.now)
      else { throw .noSuchContent("The file of '\(id)'") }
      return await providers.media(
        video, contentType: "video/mp4", of: job, sample: 0, for: call)
    }
  }

  private func on(
    _ router: Router<some RequestContext>, _ method: HTTPRequest.Method, _ path: String,
    _ neighbour: Neighbour,
    _ handler: @escaping @Sendable (Call, Neighbour) async throws(Refusal) -> Answer
  ) {
    router.answer(method, RouterPath(path), in: .openAIVideos) { call throws(Refusal) in
      guard neighbour.hasKey(call.headers) else { throw .missingKey }
      return try await handler(call, neighbour)
    }
  }

  private struct Body: Decodable {
    struct Input: Decodable {
      var prompt: String?
    }

    var model: String?
    var prompt: String?
    var promptText: String?
  }

  private struct ReplicateBody: Decodable {
    var input: Body.Input
  }

  private struct InteractionBody: Decodable {
    var model: String?
    var input: String
  }

  private func create(_ call: Call, _ neighbour: Neighbour) async throws(Refusal) -> Answer {
    var order: JobOrder
    do {
      let data = Data(call.body)
      let decoder = JSONDecoder()
      switch neighbour {
      case .interactions:
        let body = try decoder.decode(InteractionBody.self, from: data)
        order = JobOrder(
          model: body.model ?? "gemini-omni-1.1-flash", prompt: body.input, seconds: 8)
      case .replicate:
        let body = try decoder.decode(ReplicateBody.self, from: data)
        order = JobOrder(model: "google/veo-3", prompt: body.input.prompt, seconds: 8)
      case .runway, .fal, .luma:
        let body = try decoder.decode(Body.self, from: data)
        order = JobOrder(
          model: body.model ?? "gen4_turbo", prompt: body.promptText ?? body.prompt, seconds: 5)
      }
    } catch {
      throw .invalidRequest("The body of the request could not be read as JSON.", parameter: nil)
    }
    try order.takeDirectives()
    let id = await providers.newNeighbourName(neighbour)
    let job = await providers.create(order, named: id, at: .openAIVideos)
    guard let state = NeighbourState(job.openAIVideoAnswer(at: job.createdAt)) else {
      return .json(["id": .string(id)]).about(job: id)
    }
    return .json(neighbour.shape(state, of: job, origin: call.origin)).about(job: id)
  }

  /// A poll of `/v1/videos`, worded as the neighbour words it; troubles stay as they are.
  private func poll(_ call: Call, _ neighbour: Neighbour, ofResult: Bool) async -> Answer {
    let id = call.part("id")
    var answer = await providers.poll(.openAIVideos, id: id, origin: call.origin)
    guard answer.status == 200, let job = await providers.job(.openAIVideos, id: id),
      let state = NeighbourState(answer)
    else { return answer }
    guard ofResult else {
      answer.body = neighbour.shape(state, of: job, origin: call.origin).bytes
      return answer
    }
    guard state.hasEnded else {
      return .json(["detail": "Request is still in progress"], status: 400).about(job: id)
    }
    let address = JSON.string("\(call.origin)/neighbours/files/\(id)")
    answer.body = (state.word == "completed" ? ["video": ["url": address]] : JSON.object([])).bytes
    return answer
  }
}

/// What an answer of `/v1/videos` says, to be said in other words.
struct NeighbourState: Equatable, Sendable {
  private struct Video: Decodable {
    struct Failure: Decodable {
      var code: String
      var message: String
    }

    var status: String
    var progress: LooseNumber?
    var error: Failure?
  }

  let word: String
  let percent: Int
  let code: String?
  let text: String?

  var hasEnded: Bool { !["queued", "in_progress"].contains(word) }

  /// `nil` for an answer that is cut, or no job.
  init?(_ answer: Answer) {
    guard let video = try? JSONDecoder().decode(Video.self, from: Data(answer.body)) else {
      return nil
    }
    word = video.status
    percent = video.progress?.value ?? 0
    code = video.error?.code
    text = video.error?.message
  }
}

extension SimulatedProviders {
  /// A new name as the neighbour writes its own.
  func newNeighbourName(_ neighbour: Neighbour) -> String {
    let digits = newRequestID().dropFirst("req_".count)
    switch neighbour {
    case .replicate: return String(digits.prefix(26))
    case .interactions: return "ChA" + digits.prefix(20)
    case .runway, .fal, .luma:
      let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
        String(Array(digits)[range])
      }
      return parts.joined(separator: "-")
    }
  }
}
