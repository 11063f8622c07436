/// Keeps the jobs, the clock and the randomness; what is answered is decided by ``SimulatedJob``.
actor SimulatedProviders {
  nonisolated let speed: Speed
  nonisolated let clock: SimulatedClock
  private var random: any RandomNumberGenerator & Sendable
  /// One of its own, so that the names of jobs do not depend on how often somebody asked.
  private var requestIDs: SeededGenerator
  private var shelf = JobShelf()
  /// When to look whether a job's end is to be delivered; a job may be there more than once.
  private var deliveries = TimeQueue<JobKey>()

  private struct JobKey: Sendable {
    let dialect: Dialect
    let id: String
  }

  init(
    speed: Speed, scripted: [ScriptedJob] = [], clock: @escaping @Sendable () -> Moment,
    random: any RandomNumberGenerator & Sendable
  ) {
    self.speed = speed
    self.clock = SimulatedClock(wall: clock)
    self.random = random
    requestIDs = SeededGenerator(state: self.random.next())
    let now = clock()
    for script in scripted {
      let job = SimulatedJob(
        dialect: script.dialect, id: script.id, order: script.order, createdAt: now, speed: speed)
      shelf.add(job)
      if let moment = job.deliveredAt {
        deliveries.put(JobKey(dialect: job.dialect, id: job.id), at: moment)
      }
    }
  }

  var now: Moment { clock.now }

  /// Takes in jobs, which are known from their creation on.
  func add(_ jobs: [SimulatedJob]) {
    for job in jobs { put(job) }
  }

  private func put(_ job: SimulatedJob) {
    shelf.add(job)
    guard let moment = job.deliveredAt else { return }
    deliveries.put(JobKey(dialect: job.dialect, id: job.id), at: moment)
  }

  /// The jobs whose end is to be delivered by now; each is told once.
  func takeForDelivery() -> [SimulatedJob] {
    let now = clock.now
    var jobs: [SimulatedJob] = []
    while let first = deliveries.firstTime, first <= now, let next = deliveries.takeFirst() {
      let key = next.element
      guard let moment = shelf.anyJob(id: key.id)?.deliveredAt, moment <= now,
        let job = shelf.takeForDelivery(key.dialect, id: key.id)
      else { continue }
      jobs.append(job)
    }
    return jobs
  }

  func create(_ order: JobOrder, at place: JobPlace) -> SimulatedJob {
    let now = clock.now
    let id = place.newName(at: now, using: &random)
    let job = SimulatedJob(
      dialect: place.dialect, id: id, order: order, createdAt: now, speed: speed)
    put(job)
    return job
  }

  /// Answers a status question, which counts as a poll.
  func poll(_ dialect: Dialect, id: String, origin: String) -> Answer {
    let now = clock.now
    guard let (job, pollsBefore) = shelf.poll(dialect, id: id, at: now) else {
      return dialect.answer(.noSuchJob(id)).about(job: id)
    }
    return job.pollAnswer(at: now, pollsBefore: pollsBefore, origin: origin).about(job: id)
  }

  func job(_ dialect: Dialect, id: String) -> SimulatedJob? {
    shelf.job(dialect, id: id, at: clock.now)
  }

  var openAIVideos: [SimulatedJob] { shelf.openAIVideos(at: clock.now) }

  func removeOpenAIVideo(id: String) { shelf.removeOpenAIVideo(id: id) }

  func sample(named name: String) -> (job: SimulatedJob, number: Int)? {
    shelf.sample(named: name)
  }

  /// The file of a job, as its fate has it, for one more download.
  func media(
    _ bytes: [UInt8], contentType: String, of job: SimulatedJob, sample: Int, for call: Call
  ) -> Answer {
    let before = shelf.download(job, sample: sample)
    return job.mediaAnswer(
      bytes, contentType: contentType, conditions: call.mediaConditions, before: before,
      address: call.address, origin: call.origin
    ).about(job: job.id)
  }

  // What the control endpoint asks.

  var jobs: [SimulatedJob] { shelf.jobs }

  func anyJob(id: String) -> SimulatedJob? { shelf.anyJob(id: id) }

  /// Makes a job under a name of its dialect's, or under one that it gets here.
  func create(_ order: JobOrder, named id: String?, at place: JobPlace) -> SimulatedJob {
    guard let id else { return create(order, at: place) }
    let job = SimulatedJob(
      dialect: place.dialect, id: id, order: order, createdAt: clock.now, speed: speed)
    put(job)
    return job
  }

  /// Ends a job now, or gives it another fate, or both; `nil` where there is no such job.
  func change(id: String, fate: Fate?, endsNow: Bool) -> SimulatedJob? {
    guard var job = shelf.anyJob(id: id) else { return nil }
    if let fate { job.order.fate = fate }
    if endsNow { job.endedAt = max(job.createdAt, clock.now) }
    put(job)
    return job
  }

  /// An event of a job, with ids of its own.
  func event(
    face: WebhookFace, type: String, job: String, outputURI: String?
  ) -> JobEvent {
    JobEvent(
      face: face, type: type, job: job, createdAt: clock.now, outputURI: outputURI, using: &random)
  }

  func endEvent(of job: SimulatedJob, origin: String) -> JobEvent? {
    job.endEvent(origin: origin, using: &random)
  }

  func newRequestID() -> String { "req_" + RandomText.hexadecimal(digits: 32, using: &requestIDs) }
}
