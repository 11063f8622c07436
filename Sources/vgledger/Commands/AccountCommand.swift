internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers

/// `account`: which accounts there are, and where they are.
struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "List accounts, or say that one has moved.",
    subcommands: [ListAccounts.self, Rebind.self], defaultSubcommand: ListAccounts.self)

  struct ListAccounts: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the configured accounts and what this ledger knows.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
      let context = try Context(options)
      let accounts = try Accounts(context.configuration, context.environment)
      let bound = try? context.openForReading().snapshot().accounts()
      for name in accounts.all.keys.sorted() {
        guard let access = accounts.all[name] else { continue }
        let key = access.key == nil ? "no key (\(access.keyName))" : "key set"
        var line =
          "\(name.padded(to: 10))  \(access.account.dialect.rawValue.padded(to: 17))  "
          + "\(access.account.baseURL)  \(key)"
        if let origin = bound?.first(where: { $0.name == name })?.origin,
          origin != access.account.baseURL
        {
          line += "  bound to \(origin)"
        }
        try context.output.line(line)
      }
      for account in bound ?? [] where accounts.all[account.name] == nil {
        try context.output.line(
          "\(account.name.padded(to: 10))  \(account.dialect.padded(to: 17))  "
            + "\(account.origin)  no longer configured")
      }
    }
  }

  struct Rebind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rebind",
      abstract: "Say that an account has moved to the place that is configured now.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The account's name.") var name: String

    func run() async throws {
      let context = try Context(options)
      let access = try Accounts(context.configuration, context.environment).named(name)
      let ledger = try context.openForAppending()
      let appended = try await ledger.append([access.binding(isRebind: true)])[0]
      switch appended {
      case .alreadyThere:
        try context.output.line("\(name) stands for \(access.account.baseURL) already")
      case .appended(let sequence), .conflict(let sequence, _):
        try context.output.line(
          "\(name) now stands for \(access.account.baseURL), #\(sequence.rawValue)")
      }
    }
  }
}
