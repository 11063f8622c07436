/// Keeps the jobs, the clock and the randomness; what is answered is decided by ``SimulatedJob``.
actor SimulatedProviders {
  private let speed: Speed
  nonisolated let clock: SimulatedClock
  private var random: any RandomNumberGenerator & Sendable
  /// One of its own, so that the names of jobs do not depend on how often somebody asked.
  private var requestIDs: SeededGenerator
  private var shelf = JobShelf()

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
      shelf.add(
        SimulatedJob(
          dialect: script.dialect, id: script.id, order: script.order, createdAt: now, speed: speed)
      )
    }
  }

  var now: Moment { clock.now }

  /// Takes in jobs, which are known from their creation on.
  func add(_ jobs: [SimulatedJob]) {
    for job in jobs { shelf.add(job) }
  }

  func create(_ order: JobOrder, at place: JobPlace) -> SimulatedJob {
    let now = clock.now
    let id = place.newName(at: now, using: &random)
    let job = SimulatedJob(
      dialect: place.dialect, id: id, order: order, createdAt: now, speed: speed)
    shelf.add(job)
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

  func newRequestID() -> String { "req_" + RandomText.hexadecimal(digits: 32, using: &requestIDs) }
}
