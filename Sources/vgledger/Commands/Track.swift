internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// `track`: begins to follow jobs that were made elsewhere.
struct Track: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "track", abstract: "Follow jobs that were made elsewhere.")

  @Argument(help: "The provider's ids; whole addresses will do; - for ids on standard input.")
  var ids: [String]
  @Option(help: "The account: sora, veo, vertex or a configured one.") var provider: String?
  @OptionGroup var asked: DeclarationOptions

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.track, context)
    let accounts = try Accounts(context.configuration, context.environment)
    var drafts: [EventDraft] = []
    var named: [(text: String, draft: Int)] = []
    for text in try NameArguments.all(ids) {
      let (access, id) = try accounts.identify(text, provider: provider)
      try accounts.refuseOtherDialect(access, id)
      if let gateway = id.gateway, !options.quiet {
        context.output.note(
          "\(id.text.clipped(to: 30)) was made by a \(gateway) proxy; ask it there")
      }
      let binding = access.binding()
      if !drafts.contains(binding) { drafts.append(binding) }
      var declaration = id.declaration(account: access.account.name)
      try asked.apply(to: &declaration, context)
      named.append((id.text, drafts.count))
      drafts.append(
        EventDraft(
          subject: .job(declaration), source: .person, observed: context.recordingClock(),
          fact: .jobTracked(declaration)))
    }
    let ledger = try await context.openOrCreate()
    let appended = try ledger.appendAndWait(drafts)
    for (text, place) in named {
      guard case .job(let declaration) = drafts[place].subject else { continue }
      let key = JobKey(account: declaration.account, nativeID: declaration.nativeID).text
      let word =
        switch appended[place] {
        case .appended, .conflict: "tracked"
        case .alreadyThere: "already tracked"
        }
      report.add(
        "\(key)  \(word)  \(text.escaped)",
        [
          ("key", .string(key)), ("id", .string(text)),
          ("account", .string(declaration.account)),
          ("result", .string(appended[place].word)),
          ("sequence", .number(String(appended[place].sequence.rawValue))),
        ])
    }
    try report.print(ledger)
  }
}

/// What a person declares about a job.
struct DeclarationOptions: ParsableArguments {
  @Option(help: "The project it belongs to.") var project: String?
  @Option(help: ArgumentHelp("A label; may be repeated.", valueName: "name=value"))
  var label: [String] = []
  @Option(help: "A file with the prompt.") var promptFile: String?
  @Option(help: "The length asked for, in seconds.") var seconds: Double?
  @Option(help: "The size asked for, such as 1280x720.") var size: String?
  @Option(help: "The model.") var model: String?
  @Option(help: "How many videos were asked for.") var samples: Int?
  @Option(help: "When it was submitted, RFC 3339 or @Unix.") var submittedAt: String?

  func validate() throws {
    for text in label where Label(text: text) == nil {
      throw ValidationError("'--label \(text.escaped)' is not NAME=VALUE.")
    }
    if let seconds, !(0...86_400).contains(seconds) {
      throw ValidationError("'--seconds' must be 0 to 86400.")
    }
    if let samples, !(1...1000).contains(samples) {
      throw ValidationError("'--samples' must be 1 to 1000.")
    }
  }

  func apply(to declaration: inout Declaration, _ context: Context) throws {
    context.declareProject(&declaration)
    declaration.project = project ?? declaration.project
    let labels = label.compactMap { Label(text: $0) }
    declaration.labels.removeAll { declared in labels.contains { $0.name == declared.name } }
    declaration.labels = (declaration.labels + labels).sorted { $0.name < $1.name }
    declaration.model = model ?? declaration.model
    declaration.size = size
    declaration.samplesAsked = samples
    declaration.videoMilliseconds = seconds.map { Int64(($0 * 1000).rounded()) }
    declaration.by = context.actor
    if let submittedAt {
      let moment = try TimeText.moment(submittedAt, "--submitted-at")
      declaration.submitted = StatedMoment(moment, width: submittedAt.contains(".") ? 1 : 1000)
      declaration.submittedFrom = .client
    }
    if let promptFile {
      guard let data = FileManager.default.contents(atPath: promptFile) else {
        throw Failure(.noInput, "cannot read the prompt from \(promptFile)")
      }
      var text = String(decoding: data, as: UTF8.self)
      if text.hasSuffix("\n") { text.removeLast() }
      declaration.prompt = PromptRecord(text, policy: context.configuration.prompts)
    }
  }
}
