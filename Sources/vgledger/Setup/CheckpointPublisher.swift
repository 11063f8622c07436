internal import FoundationEssentials
internal import Ledger

/// Puts signed checkpoints where the configuration says, for as long as a command runs.
///
/// When the next is due follows from the newest that lies in the places, so that commands which come
/// and go, and several at a time, write no more of them.
struct CheckpointPublisher: Sendable {
  let ledger: Ledger
  /// Folders that are there.
  let places: [String]
  let every: Duration
  let now: @Sendable () -> Moment
  let note: @Sendable (String) -> Void
}

extension CheckpointPublisher {
  private static let retryInterval = Duration.seconds(300)

  /// - Returns: `nil` where the configuration names no place.
  init?(_ ledger: Ledger, _ context: Context) {
    let places = context.checkpointPlaces
    guard !places.isEmpty else { return nil }
    let output = context.output
    self.init(
      ledger: ledger, places: places, every: context.checkpointInterval,
      now: context.recordingClock, note: { output.note($0) })
  }

  /// Publishes whenever it is time, until it is cancelled.
  ///
  /// What cannot be done is said, and tried again some minutes later.
  func run() async throws {
    while !Task.isCancelled {
      let wait: Duration
      do {
        wait = try await publishIfDue()
      } catch let failure as Failure {
        note("no checkpoint was published: \(failure.message)")
        wait = min(Self.retryInterval, every)
      } catch let error as LedgerError {
        note("no checkpoint was published: \(Failure(error).message)")
        wait = min(Self.retryInterval, every)
      }
      try await Task.sleep(for: wait)
    }
  }

  /// Publishes where it is time to, and there is anything new.
  ///
  /// - Returns: How long to wait until the next is due.
  /// - Throws: A ``Failure`` for a place that cannot be written to, and ``LedgerError``.
  func publishIfDue() async throws -> Duration {
    if let newest = PublishedCheckpoints(in: places).newest {
      let age = Duration.milliseconds(max(0, now().milliseconds(since: newest)))
      if age < every { return every - age }
    }
    guard try isAnythingNew() else { return every }
    let note = try ledger.signedCheckpoint()
    let checkpoint = try Checkpoint(text: note.text)
    for place in places { try Self.write(note, checkpoint, to: place) }
    _ = try await ledger.append([
      EventDraft(
        subject: .ledger, source: .tool,
        fact: .ledgerCheckpoint(
          Publication(size: checkpoint.size, root: checkpoint.root, places: places)))
    ])
    return every
  }

  /// Whether the log has more than the event that told of the last publication.
  private func isAnythingNew() throws -> Bool {
    let snapshot = try ledger.snapshot()
    guard case .ledgerCheckpoint(let last) = try snapshot.event(at: snapshot.head())?.fact else {
      return true
    }
    return try snapshot.head().rawValue != last.size + 1
  }

  private static func write(
    _ note: SignedNote, _ checkpoint: Checkpoint, to place: String
  ) throws(Failure) {
    guard FileManager.default.fileExists(atPath: place) else {
      throw Failure(
        .cannotCreate, "the folder \(place.escaped) of checkpoint.to is not there")
    }
    let file = try AtomicFile(place + "/" + PublishedCheckpoints.name(of: checkpoint))
    try file.write(note.bytes)
    try file.commit()
  }
}

extension Context {
  /// The folders of `checkpoint.to`, from the root.
  var checkpointPlaces: [String] {
    (configuration.checkpoint?.to ?? []).map { $0.inHome(environment).absolute }
  }

  var checkpointInterval: Duration {
    configuration.checkpoint?.every ?? Configuration.Checkpoints.usualInterval
  }
}

/// The checkpoints that lie in the places of the configuration.
struct PublishedCheckpoints {
  /// When the newest was written; `nil` where there is none.
  let newest: Moment?
  /// Places without any.
  let empty: [String]

  init(in places: [String]) {
    let files = FileManager.default
    var newest: Moment?
    var empty: [String] = []
    for place in places {
      let names = (try? files.contentsOfDirectory(atPath: place)) ?? []
      let moments = names.filter { $0.hasSuffix(CheckpointFile.suffix) }.compactMap { name in
        (try? files.attributesOfItem(atPath: place + "/" + name))?[.modificationDate] as? Date
      }
      if let last = moments.max() {
        newest = max(newest ?? Moment(last), Moment(last))
      } else {
        empty.append(place)
      }
    }
    self.newest = newest
    self.empty = empty
  }

  /// `studio-a_main-000000048302.checkpoint`: they sort as they grow.
  static func name(of checkpoint: Checkpoint) -> String {
    let digits = String(checkpoint.size)
    let origin = checkpoint.origin.map { letter in
      letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == ".")
        ? letter : "_"
    }
    return String(origin) + "-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
      + CheckpointFile.suffix
  }
}
