internal import ArgumentParser
internal import Ledger
internal import Poller
internal import Providers

/// `account`: which accounts there are, and where they are.
struct AccountCommand: CommandFamily {
  static let configuration = CommandConfiguration(
    subcommand: "account", abstract: "List accounts, or say that one has moved.",
    subcommands: [ListAccounts.self, Rebind.self], defaultSubcommand: ListAccounts.self)

  struct ListAccounts: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "list", abstract: "List the configured accounts and what this ledger knows.")

    func run(_ options: GlobalOptions) throws {
      let context = try Context(options)
      let accounts = try Accounts(context.configuration, context.environment)
      let ledger = try openIfThere(context)
      let bound = try ledger?.snapshot().accounts() ?? []
      var report = try Report(.account, context)
      for name in accounts.all.keys.sorted() {
        guard let access = accounts.all[name] else { continue }
        let origin = bound.first { $0.name == name }?.origin
        let isMoved = origin != nil && origin != access.account.baseURL
        report.add(
          Self.line(name, access.account.dialect.rawValue, access.account.baseURL)
            + (access.hasKey ? "key set" : "key \(accounts.keyWords(name)) (\(access.keyName))")
            + (isMoved ? "  bound to \(origin ?? "")" : ""),
          Self.members(name, access.account.dialect.rawValue, access.account.baseURL, origin)
            + [("has_key", .boolean(access.hasKey))])
      }
      for account in bound where accounts.all[account.name] == nil {
        report.add(
          Self.line(account.name, account.dialect, account.origin) + "no longer configured",
          Self.members(account.name, account.dialect, nil, account.origin)
            + [("has_key", .boolean(false))])
      }
      try report.print(ledger)
    }

    private func openIfThere(_ context: Context) throws -> Ledger? {
      do {
        return try context.openForReading()
      } catch LedgerError.notFound {
        return nil
      }
    }

    private static func line(_ name: String, _ dialect: String, _ place: String) -> String {
      "\(name.padded(to: 10))  \(dialect.padded(to: 17))  \(place)  "
    }

    private static func members(
      _ name: String, _ dialect: String, _ base: String?, _ origin: String?
    ) -> [(String, JSON)] {
      [
        ("account", .string(name)), ("dialect", .string(dialect)),
        ("base_url", .optional(base)), ("bound_origin", .optional(origin)),
      ]
    }
  }

  struct Rebind: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "rebind",
      abstract: "Say that an account has moved to the place that is configured now.")

    @Argument(help: "The account's name.") var name: String

    func run(_ options: GlobalOptions) async throws {
      let context = try Context(options)
      let access = try Accounts(context.configuration, context.environment).named(name)
      let ledger = try context.openForAppending()
      let appended = try ledger.appendAndWait([access.binding(isRebind: true)])[0]
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
