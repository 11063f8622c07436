/// The commands by their names.
///
/// A type is asked for only when its command is meant: each one that is touched costs a process that
/// starts some pages of memory.
enum CommandName: String, CaseIterable {
  case show
  case list
  case timeline
  case failures
  case stats
  case cost
  case log
  case watch
  case wait
  case atRisk = "at-risk"
  case status
  case sync
  case serve
  case track
  case record
  case download
  case `import`
  case note
  case label
  case price
  case reconcile
  case verify
  case checkpoint
  case proof
  case redact
  case export
  case backup
  case restore
  case salvage
  case `init`
  case doctor
  case config
  case rebuild
  case account
  case webhook
  case schema
  case completion
  case help
  case exitCodes = "exit-codes"

  /// The command of that name or alias; `nil` for none.
  ///
  /// The walk over the words is quicker, once in a process, than Swift's search by raw value.
  init?(_ word: String) {
    let name = word == "ls" ? "list" : word
    guard let command = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = command
  }

  var type: any LedgerCommand.Type {
    switch self {
    case .show: Show.self
    case .list: List.self
    case .timeline: TimelineCommand.self
    case .failures: Failures.self
    case .stats: Stats.self
    case .cost: Cost.self
    case .log: Log.self
    case .watch: Watch.self
    case .wait: Wait.self
    case .atRisk: AtRisk.self
    case .status: Status.self
    case .sync: Sync.self
    case .serve: Serve.self
    case .track: Track.self
    case .record: Record.self
    case .download: Download.self
    case .import: Import.self
    case .note: NoteCommand.self
    case .label: LabelCommand.self
    case .price: PriceCommand.self
    case .reconcile: Reconcile.self
    case .verify: VerifyCommand.self
    case .checkpoint: CheckpointCommand.self
    case .proof: Proof.self
    case .redact: Redact.self
    case .backup: BackupCommand.self
    case .restore: Restore.self
    case .salvage: SalvageCommand.self
    case .export: Export.self
    case .`init`: Initialize.self
    case .doctor: Doctor.self
    case .config: ConfigCommand.self
    case .rebuild: Rebuild.self
    case .account: AccountCommand.self
    case .webhook: WebhookCommand.self
    case .schema: SchemaCommand.self
    case .completion: CompletionCommand.self
    case .help: Help.self
    case .exitCodes: ExitCodes.self
    }
  }

  /// What the commands are for, as help lists them.
  enum Group: String, CaseIterable {
    case ask = "Ask"
    case record = "Record"
    case money = "Money"
    case prove = "Prove"
    case export = "Export"
    case upkeep = "Upkeep"
  }

  var group: Group {
    switch self {
    case .show, .list, .timeline, .failures, .stats, .cost, .log, .watch, .wait, .atRisk: .ask
    case .status, .sync, .serve, .track, .record, .download, .import, .note, .label: .record
    case .price, .reconcile: .money
    case .verify, .checkpoint, .proof, .redact: .prove
    case .export: .export
    case .`init`, .doctor, .config, .rebuild, .backup, .restore, .salvage, .account, .webhook,
      .schema, .completion, .help,
      .exitCodes:
      .upkeep
    }
  }
}
