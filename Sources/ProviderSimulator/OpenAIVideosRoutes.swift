import Hummingbird

/// The OpenAI Videos API under `/v1/videos`: create, poll, list, delete, content.
struct OpenAIVideosRoutes: Sendable {
  let providers: SimulatedProviders

  func add(to router: Router<some RequestContext>) {
    let dialect = Dialect.openAIVideos
    router.answer(.post, "/v1/videos", in: dialect) { call throws(Refusal) in
      try await create(call)
    }
    router.answer(.get, "/v1/videos", in: dialect) { call throws(Refusal) in
      try await list(call)
    }
    router.answer(.get, "/v1/videos/{id}", in: dialect) { call throws(Refusal) in
      try call.requireBearer()
      return await providers.poll(dialect, id: call.part("id"), origin: call.origin)
    }
    router.answer(.delete, "/v1/videos/{id}", in: dialect) { call throws(Refusal) in
      try await delete(call)
    }
    router.answer(.get, "/v1/videos/{id}/content", in: dialect) { call throws(Refusal) in
      try await content(call)
    }
  }

  private func create(_ call: Call) async throws(Refusal) -> Answer {
    try call.requireBearer()
    let order = try JobOrder.openAI(
      contentType: call.headers[.contentType] ?? "", body: call.body)
    let job = await providers.create(order, at: .openAIVideos)
    return job.openAIVideoAnswer(at: job.createdAt).about(job: job.id)
  }

  private func list(_ call: Call) async throws(Refusal) -> Answer {
    try call.requireBearer()
    let page = try VideoListPage(query: call.query)
    return page.answer(await providers.openAIVideos, at: await providers.now)
  }

  private func delete(_ call: Call) async throws(Refusal) -> Answer {
    try call.requireBearer()
    let job = try await job(call)
    // The guide: only completed or failed videos can be deleted.
    switch job.phase(at: await providers.now) {
    case .queued, .running:
      throw .invalidRequest("Only a finished video can be deleted.", parameter: nil)
    case .ended, .expired: break
    }
    await providers.removeOpenAIVideo(id: job.id)
    return Answer.json(["id": .string(job.id), "object": "video.deleted", "deleted": true])
      .about(job: job.id)
  }

  private func content(_ call: Call) async throws(Refusal) -> Answer {
    try call.requireBearer()
    let job = try await job(call)
    let content = try job.content(
      variant: call.query.get("variant") ?? "video", at: await providers.now)
    return await providers.media(
      content.bytes, contentType: content.type, of: job, sample: 0, for: call)
  }

  private func job(_ call: Call) async throws(Refusal) -> SimulatedJob {
    let id = call.part("id")
    guard let job = await providers.job(.openAIVideos, id: id) else { throw .noSuchJob(id) }
    return job
  }
}

extension SimulatedJob {
  /// The bytes and content type of a variant.
  func content(
    variant: String, at now: Moment
  ) throws(Refusal) -> (bytes: [UInt8], type: String) {
    guard let video = video(sample: 0, at: now) else {
      throw .noSuchContent("The content of '\(id)'")
    }
    switch variant {
    case "video": return (video, "video/mp4")
    case "thumbnail": return (SampleMedia.thumbnail(seed: id), "image/webp")
    case "spritesheet": return (SampleMedia.spritesheet(seed: id), "image/jpeg")
    default: throw .invalidRequest("There is no variant '\(variant)'.", parameter: "variant")
    }
  }
}

/// One page of the list of videos: `limit`, `order` and `after` of the query.
struct VideoListPage: Equatable, Sendable {
  private let limit: Int
  private let isAscending: Bool
  private let after: String?

  init(query: Parameters) throws(Refusal) {
    guard let limit = Int(query.get("limit") ?? "20"), (0...100).contains(limit) else {
      throw .invalidRequest("'limit' must be 0 to 100.", parameter: "limit")
    }
    switch query.get("order") ?? "desc" {
    case "asc": isAscending = true
    case "desc": isAscending = false
    default: throw .invalidRequest("'order' must be asc or desc.", parameter: "order")
    }
    self.limit = limit
    after = query.get("after")
  }

  /// The page of `jobs`, which come oldest first.
  func answer(_ jobs: [SimulatedJob], at now: Moment) -> Answer {
    var rest = isAscending ? jobs : jobs.reversed()
    if let after {
      rest = Array(rest.drop { $0.id != after }.dropFirst())
    }
    let page = rest.prefix(limit)
    return .json([
      "object": "list",
      "data": .array(page.map { $0.openAIVideo(at: now) }),
      "first_id": page.first.map { .string($0.id) } ?? nil,
      "last_id": page.last.map { .string($0.id) } ?? nil,
      "has_more": .boolean(rest.count > page.count),
    ])
  }
}
