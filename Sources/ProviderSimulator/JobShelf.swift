/// The jobs of all simulated providers, each with the number of its polls so far.
struct JobShelf: Sendable {
  private struct Key: Hashable {
    let dialect: Dialect
    let id: String
  }

  private struct Entry {
    var job: SimulatedJob
    var polls = 0
    /// By the number of the sample.
    var downloads: [Int: Int] = [:]
    var isDelivered = false
  }

  private struct Sample {
    let key: Key
    let number: Int
  }

  private var entries: [Key: Entry] = [:]
  /// The jobs at OpenAI in the order of their creation, for the list.
  private var videos: [Key] = []
  /// By file id at the Gemini API, by `gs://` address at Vertex AI.
  private var samples: [String: Sample] = [:]

  /// Takes in a job, in the place of what it was before where it is there already.
  mutating func add(_ job: SimulatedJob) {
    let key = Key(dialect: job.dialect, id: job.id)
    if entries[key] == nil, job.dialect == .openAIVideos { videos.append(key) }
    entries[key, default: Entry(job: job)].job = job
    for number in 0..<job.samplesGiven {
      let name: String? =
        switch job.dialect {
        case .openAIVideos: nil
        case .geminiOperations: job.geminiFile(sample: number)
        case .vertexOperations: job.storageObject(sample: number)
        }
      if let name { samples[name] = Sample(key: key, number: number) }
    }
  }

  /// Counts one more poll of a job, and tells how many went before it.
  mutating func poll(
    _ dialect: Dialect, id: String, at now: Moment
  ) -> (job: SimulatedJob, pollsBefore: Int)? {
    let key = Key(dialect: dialect, id: id)
    guard let entry = entries[key], entry.job.createdAt <= now else { return nil }
    entries[key]?.polls += 1
    return (entry.job, entry.polls)
  }

  /// Counts one more download of a sample, and tells how many went before it.
  mutating func download(_ job: SimulatedJob, sample: Int) -> Int {
    let key = Key(dialect: job.dialect, id: job.id)
    let before = entries[key]?.downloads[sample] ?? 0
    entries[key]?.downloads[sample] = before + 1
    return before
  }

  /// The job, if nobody has taken it for a delivery yet; from now on somebody has.
  mutating func takeForDelivery(_ dialect: Dialect, id: String) -> SimulatedJob? {
    let key = Key(dialect: dialect, id: id)
    guard let entry = entries[key], !entry.isDelivered else { return nil }
    entries[key]?.isDelivered = true
    return entry.job
  }

  /// A job by its id alone, also one that its provider denies or that is to come.
  func anyJob(id: String) -> SimulatedJob? {
    Dialect.allCases.lazy.compactMap { entries[Key(dialect: $0, id: id)]?.job }.first
  }

  /// All jobs, oldest first.
  var jobs: [SimulatedJob] {
    entries.values.map(\.job).sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }

  /// The job, where the provider admits to it.
  func job(_ dialect: Dialect, id: String, at now: Moment) -> SimulatedJob? {
    guard let job = entries[Key(dialect: dialect, id: id)]?.job, !job.fate.isDenied,
      job.createdAt <= now
    else { return nil }
    return job
  }

  /// The jobs at OpenAI that it admits to, oldest first.
  func openAIVideos(at now: Moment) -> [SimulatedJob] {
    videos.compactMap { entries[$0]?.job }.filter { !$0.fate.isDenied && $0.createdAt <= now }
  }

  mutating func removeOpenAIVideo(id: String) {
    let key = Key(dialect: .openAIVideos, id: id)
    entries[key] = nil
    videos.removeAll { $0 == key }
  }

  /// A sample by its file id or `gs://` address, and the job that it is of.
  func sample(named name: String) -> (job: SimulatedJob, number: Int)? {
    guard let sample = samples[name], let job = entries[sample.key]?.job else { return nil }
    return (job, sample.number)
  }
}
