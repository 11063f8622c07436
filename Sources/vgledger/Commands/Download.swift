internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Poller

/// `download`: saves videos before they expire.
struct Download: LedgerCommand {
  enum Variant: String, OptionWord {
    case video
    case thumbnail
    case spritesheet
  }

  static let configuration = CommandConfiguration(
    subcommand: "download", abstract: "Save a job's videos, hashed and synced; an event says so.")

  @Argument(help: "The jobs; - for names on standard input.") var jobs: [String]
  @Option(help: "The folder to save in.") var dir = "."
  @Option(help: "video, thumbnail or spritesheet.") var variant = Variant.video
  @Flag(help: "Save again what is saved, over what is there.") var overwrite = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    let accounts = try Accounts(context.configuration, context.environment)
    let ledger = try context.openForAppending()
    let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: dir)) != nil
    guard isFolder else {
      throw Failure(.cannotCreate, "\(dir.escaped) is no folder; make it first")
    }
    try await ProviderClient.withClient(proxies: context.proxies()) { client in
      var newest: Failure?
      for name in try NameArguments.all(jobs) {
        do {
          try await save(name, accounts, ledger, client, context)
        } catch let failure as Failure {
          // The others are still to be saved, and they may expire.
          if let before = newest { context.output.note(before.message) }
          newest = failure
        }
      }
      if let newest { throw newest }
    }
  }

  private func save(
    _ name: String, _ accounts: Accounts, _ ledger: Ledger, _ client: ProviderClient,
    _ context: Context
  ) async throws {
    let (job, key) = try ledger.job(named: name)
    guard job.state.hasVideos else {
      throw Failure(
        .badData, "\(key.text) is \(job.state.word): there is no video to save")
    }
    try await accounts.openKey(of: job.account)
    guard let access = accounts.all[job.account] else {
      throw Failure(StatusPoller.Obstacle.accountUnknown(job.account))
    }
    let saving = AssetSaving(
      ledger: ledger, client: client, access: access, context: context, key: key)
    try await saving.save(job, variant: variant.rawValue, in: dir, overwrite: overwrite)
  }
}
