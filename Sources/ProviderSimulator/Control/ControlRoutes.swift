import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Why a control request was not obeyed.
struct ControlRefusal: Error, Equatable, Sendable {
  var status = 400
  let problem: String
}

/// `/_control/…`: lets a test in any language make jobs, change them, and see what was asked.
///
/// For this machine alone: the simulator listens on the loopback interface, and a page in a browser
/// is refused by its `origin`, a name that leads here by its `host`.
struct ControlRoutes: Sendable {
  static let pathPrefix = "/_control/"

  let providers: SimulatedProviders
  let gate: RequestGate
  let log: RequestLog?
  let webhooks: WebhookSender?

  func add(to router: Router<some RequestContext>) {
    addJobs(to: router)
    addClockAndLimits(to: router)
    addLogs(to: router)
    add(.post, "deliveries", to: router) { request in try await deliver(request) }
  }

  private func addJobs(to router: Router<some RequestContext>) {
    add(.get, "jobs", to: router) { _ in
      Self.lines(await providers.jobs.map { $0.controlLine(at: providers.clock.now) })
    }
    add(.post, "jobs", to: router) { request in
      let order = try await Self.body(NewJob.self, request)
      let (name, place, wanted) = try order.order()
      let job = await providers.create(wanted, named: name, at: place)
      return .json(job.controlLine(at: providers.clock.now))
    }
    add(.post, "finish", to: router) { request in
      let change = try await Self.body(Change.self, request)
      return try await self.change(change.id, fate: change.fate, endsNow: true)
    }
    add(.post, "fate", to: router) { request in
      let change = try await Self.body(Change.self, request)
      guard change.fate != nil else { throw ControlRefusal(problem: "'fate' is missing") }
      return try await self.change(change.id, fate: change.fate, endsNow: false)
    }
    add(.get, "fates", to: router) { _ in
      Self.lines(
        Fate.allCases.map { ["fate": .string($0.rawValue), "what": .string($0.sentence)] })
    }
  }

  private func change(_ id: String, fate word: String?, endsNow: Bool) async throws -> Answer {
    let fate = try word.map { try NewJob.fate(named: $0) }
    guard let job = await providers.change(id: id, fate: fate, endsNow: endsNow) else {
      throw ControlRefusal(status: 404, problem: "there is no job '\(id)'")
    }
    return .json(job.controlLine(at: providers.clock.now))
  }

  private func addClockAndLimits(to router: Router<some RequestContext>) {
    add(.get, "clock", to: router) { _ in .json(clockLine) }
    add(.post, "clock", to: router) { request in
      let order = try await Self.body(ClockOrder.self, request)
      if let text = order.advance {
        guard let span = SpanOption(argument: text) else {
          throw ControlRefusal(problem: "'advance' is a span such as 90s or 10m")
        }
        providers.clock.advance(by: providers.speed.wall(span.span))
      }
      if order.stopped == true { providers.clock.stop() }
      if order.stopped == false { providers.clock.goOn() }
      return .json(clockLine)
    }
    add(.get, "limits", to: router) { _ in .json(gate.limits.json) }
    add(.post, "limits", to: router) { request in
      let limits = try await Self.body(LimitsOrder.self, request).limits()
      gate.set(limits, at: providers.clock.wallNow)
      return .json(limits.json)
    }
  }

  private func addLogs(to router: Router<some RequestContext>) {
    add(.get, "requests", to: router) { _ in
      Answer(status: 200, headers: Self.linesHeaders, body: log?.recentLines ?? [])
    }
    add(.delete, "requests", to: router) { _ in
      log?.removeRecent()
      return .json(["removed": true])
    }
    add(.get, "deliveries", to: router) { _ in
      Self.lines(webhooks?.recentLines.map(\.json) ?? [])
    }
  }

  private var clockLine: JSON {
    [
      "now": .string(providers.clock.now.rfc3339),
      "wall": .string(providers.clock.wallNow.rfc3339),
      "stopped": .boolean(providers.clock.isStopped),
    ]
  }

  private func deliver(_ request: Request) async throws -> Answer {
    let order = try await Self.body(DeliveryOrder.self, request)
    let job = await providers.anyJob(id: order.job)
    let face = try order.face(of: job)
    guard let webhooks, let endpoint = webhooks.endpoint(face) else {
      throw ControlRefusal(problem: "no --webhook is set for '\(face.rawValue)'")
    }
    let forgery = try order.knownForgery()
    let event = await providers.event(
      face: face, type: order.type ?? face.usualType, job: order.job, outputURI: nil)
    var statuses: [JSON] = []
    for copy in 1...min(max(order.copies ?? 1, 1), 1000) {
      let status = await webhooks.send(event, forgery, to: endpoint, attempt: copy)
      statuses.append(status.map { .number(Int64($0)) } ?? .null)
    }
    return .json(["webhook_id": .string(event.webhookID), "statuses": .array(statuses)])
  }
}

extension ControlRoutes {
  private static let bodyBytesMax = 1 << 20
  private static let linesHeaders = ["content-type": "application/jsonl; charset=utf-8"]

  private func add(
    _ method: HTTPRequest.Method, _ name: String, to router: Router<some RequestContext>,
    _ handler: @escaping @Sendable (Request) async throws -> Answer
  ) {
    router.on(RouterPath(Self.pathPrefix + name), method: method) { request, _ -> Response in
      do {
        try Self.requireThisMachine(request)
        return Response(try await handler(request))
      } catch let refusal as ControlRefusal {
        return Response(.json(["error": .string(refusal.problem)], status: refusal.status))
      }
    }
  }

  private static func requireThisMachine(_ request: Request) throws {
    let host = (request.head.authority ?? "").split(separator: ":").first ?? ""
    guard host == "127.0.0.1" || host == "localhost",
      HTTPField.Name("origin").flatMap({ request.headers[$0] }) == nil
    else { throw ControlRefusal(status: 403, problem: "only for this machine, not for pages") }
  }

  private static func body<Value: Decodable>(
    _ type: Value.Type, _ request: Request
  ) async throws -> Value {
    let buffer = try await request.body.collect(upTo: bodyBytesMax)
    do {
      return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
    } catch {
      throw ControlRefusal(problem: "the body is not the JSON that is expected here")
    }
  }

  private static func lines(_ values: [JSON]) -> Answer {
    Answer(
      status: 200, headers: linesHeaders,
      body: values.flatMap { $0.bytes + [UInt8(ascii: "\n")] })
  }
}

extension SimulatedJob {
  /// The line of a jobs file, and where the job stands.
  func controlLine(at now: Moment) -> JSON {
    let state =
      switch phase(at: now) {
      case .queued: now < createdAt ? "to_come" : "queued"
      case .running: "running"
      case .ended: "ended"
      case .expired: "expired"
      }
    guard case .object(let members) = jobLine else { return jobLine }
    return .object(members + [JSON.Member(name: "state", value: .string(state))])
  }
}

extension RequestLimits {
  var json: JSON {
    func number(_ value: Double?) -> JSON { value.map { .decimal("\($0)") } ?? .null }
    return [
      "concurrent": concurrent.map { .number(Int64($0)) } ?? nil, "rate": number(rate),
      "burst": number(burst),
    ]
  }
}
