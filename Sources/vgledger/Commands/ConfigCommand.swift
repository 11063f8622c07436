internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers
internal import SystemPackage

/// `config`: the settings of this run, and changing them.
struct ConfigCommand: CommandFamily {
  static let configuration = CommandConfiguration(
    subcommand: "config", abstract: "Show and change settings, and say where each comes from.",
    subcommands: [ShowSettings.self, Get.self, Set.self, Path.self],
    defaultSubcommand: ShowSettings.self)

  struct ShowSettings: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "show", abstract: "List every setting with its value in this run.")

    @Flag(help: "Say where each value comes from.") var origin = false

    func run(_ options: GlobalOptions) throws {
      let context = try Context(options)
      let settings = try context.effectiveSettings()
      let nameWidth = settings.map(\.name.displayWidth).max() ?? 0
      let valueWidth =
        settings.map { $0.value ?? "not set" }.map(\.displayWidth)
        .filter { $0 <= 40 }.max() ?? 0
      var report = try Report(.config, context)
      for setting in settings {
        let value = setting.value?.escaped ?? "not set"
        report.add(
          setting.name.escaped.padded(to: nameWidth) + "  "
            + (origin ? value.padded(to: valueWidth) + "  " + setting.origin.escaped : value),
          [
            ("name", .string(setting.name)), ("value", .optional(setting.value)),
            ("origin", .string(setting.origin)),
          ])
      }
      try report.print(nil)
    }
  }

  struct Get: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "get", abstract: "Print one setting's value in this run.",
      discussion: "Exits with 1 when nobody sets it and nothing is built in.")

    @Argument(help: "A setting, such as poll.min; 'config show' lists them.") var key: String

    func run(_ options: GlobalOptions) throws {
      let context = try Context(options)
      let settings = try context.effectiveSettings()
      guard let setting = settings.first(where: { $0.name == key }) else {
        _ = try SettingPath(key)
        throw Failure(.no, "\(key.escaped) is not set")
      }
      var report = try Report(.config, context)
      report.add(
        (setting.value ?? "").escaped,
        [
          ("name", .string(setting.name)), ("value", .optional(setting.value)),
          ("origin", .string(setting.origin)),
        ])
      guard setting.value != nil else { throw Failure(.no, "\(key.escaped) is not set") }
      try report.print(nil)
    }
  }

  struct Set: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "set", abstract: "Change a setting in your configuration file.",
      discussion: """
        Comments and layout of the file stay; it is made when it is missing. With --profile the \
        setting is changed in that profile. What the file would then say is checked before it is \
        written.
        """)

    @Argument(help: "A setting, such as poll.min; 'config show' lists them.") var key: String
    @Argument(help: "Its value.") var value: String

    func run(_ options: GlobalOptions) throws {
      let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
      let path = try SettingPath(key)
      let file = ConfigurationLayers.userPath(environment)
      let profile = options.profile ?? environment["VGLEDGER_PROFILE"]
      try ConfigurationFile(path: file, environment: environment)
        .set(path, to: value, profile: profile)
      let place = (profile.map { "profile \($0) of " } ?? "") + file
      try Output(quiet: options.quiet).line(
        "\(key.escaped) is now \(value.escaped)  \(place.escaped)")
    }
  }

  struct Path: LedgerCommand {
    static let configuration = CommandConfiguration(
      subcommand: "path", abstract: "Print where your configuration file is, or would be.",
      discussion: "With -v it also prints the other files that are read.")

    func run(_ options: GlobalOptions) throws {
      let context = try Context(options)
      let user = ConfigurationLayers.userPath(context.environment)
      var paths = [user]
      if options.verbose > 0 {
        paths += context.layers.layers.filter { $0.kind == .system || $0.kind == .project }
          .map(\.origin)
      }
      var report = try Report(.configPath, context)
      for path in paths {
        report.add(
          path,
          [
            ("path", .string(path)),
            ("exists", .boolean(FileManager.default.fileExists(atPath: path))),
          ])
      }
      try report.print(nil)
    }
  }
}
