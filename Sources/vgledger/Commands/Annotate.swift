internal import ArgumentParser
internal import Ledger
internal import Providers

/// `note`: adds words to a job.
struct NoteCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "note", abstract: "Add a note to a job; a new event, never an edit.")

  @Argument(help: "The job.") var job: String
  @Argument(help: "The words; several are joined.") var text: [String]

  func run(_ options: GlobalOptions) async throws {
    let words = text.joined(separator: " ")
    guard words.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.usage, "a note needs words")
    }
    var annotation = Annotation()
    annotation.note = words
    try await Annotating.append(annotation, to: job, Context(options))
  }
}

/// `label`: adds and removes labels.
struct LabelCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "label", abstract: "Add or remove labels of a job.")

  @Argument(help: "The job.") var job: String
  @Argument(help: ArgumentHelp("Labels to add.", valueName: "name=value")) var labels: [String] = []
  @Option(help: "A label's name to remove; may be repeated.") var remove: [String] = []
  @Option(help: "The project it belongs to.") var project: String?

  func validate() throws {
    for text in labels where Label(text: text) == nil {
      throw ValidationError("'\(text.escaped)' is not NAME=VALUE.")
    }
    if labels.isEmpty, remove.isEmpty, project == nil {
      throw ValidationError("Give NAME=VALUE, --remove NAME or --project P.")
    }
  }

  func run(_ options: GlobalOptions) async throws {
    var annotation = Annotation()
    annotation.labels = labels.compactMap { Label(text: $0) }
    annotation.removedLabels = remove
    annotation.project = project
    try await Annotating.append(annotation, to: job, Context(options))
  }
}

enum Annotating {
  /// Appends the annotation, in the name of who runs the command.
  static func append(_ annotation: Annotation, to name: String, _ context: Context) async throws {
    var report = try Report(annotation.note == nil ? .label : .note, context)
    let ledger = try context.openForAppending()
    let job = try ledger.snapshot().job(named: name)
    var annotation = annotation
    annotation.by = context.actor
    let declaration = Declaration(
      account: job.account, nativeID: job.nativeID, dialect: job.dialect)
    let draft = EventDraft(
      subject: .job(declaration), source: .person, observed: context.recordingClock(),
      fact: .jobAnnotated(annotation))
    let appended = try ledger.appendAndWait([draft])[0]
    report.add(
      "\(job.key.text)  recorded #\(appended.sequence.rawValue)",
      [
        ("key", .string(job.key.text)),
        ("sequence", .number(String(appended.sequence.rawValue))),
      ])
    try report.print(ledger)
  }
}
