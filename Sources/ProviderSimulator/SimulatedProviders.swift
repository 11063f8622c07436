/// Keeps the jobs, the clock and the randomness; what is answered is decided by ``SimulatedJob``.
actor SimulatedProviders {
  private let speed: Speed
  private let clock: @Sendable () -> Moment
  private var random: any RandomNumberGenerator & Sendable
  private var shelf = JobShelf()

  init(
    speed: Speed, scripted: [ScriptedJob] = [], clock: @escaping @Sendable () -> Moment,
    random: any RandomNumberGenerator & Sendable
  ) {
    self.speed = speed
    self.clock = clock
    self.random = random
    let now = clock()
    for script in scripted {
      shelf.add(
        SimulatedJob(
          dialect: script.dialect, id: script.id, order: script.order, createdAt: now, speed: speed)
      )
    }
  }

  var now: Moment { clock() }

  func create(_ order: JobOrder, at place: JobPlace) -> SimulatedJob {
    let now = clock()
    let id = place.newName(at: now, using: &random)
    let job = SimulatedJob(
      dialect: place.dialect, id: id, order: order, createdAt: now, speed: speed)
    shelf.add(job)
    return job
  }

  /// Answers a status question, which counts as a poll.
  func poll(_ dialect: Dialect, id: String, origin: String) -> Answer {
    guard let (job, pollsBefore) = shelf.poll(dialect, id: id) else {
      return dialect.answer(.noSuchJob(id)).about(job: id)
    }
    return job.pollAnswer(at: clock(), pollsBefore: pollsBefore, origin: origin).about(job: id)
  }

  func job(_ dialect: Dialect, id: String) -> SimulatedJob? { shelf.job(dialect, id: id) }

  var openAIVideos: [SimulatedJob] { shelf.openAIVideos }

  func removeOpenAIVideo(id: String) { shelf.removeOpenAIVideo(id: id) }

  func sample(named name: String) -> (job: SimulatedJob, number: Int)? {
    shelf.sample(named: name)
  }

  func newRequestID() -> String { "req_" + RandomText.hexadecimal(digits: 32, using: &random) }
}
