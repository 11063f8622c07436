internal import ArgumentParser
internal import Ledger

/// The ledger of AI video generation.
@main
struct Vgledger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vgledger",
    abstract: "The ledger of AI video generation: it forgets nothing about your jobs.",
    discussion: """
      Examples:
        vgledger track video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5
        vgledger watch                 # ask about all open jobs until they have verdicts
        vgledger show @last            # the full story of the newest job
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(name: "Ask", subcommands: [Show.self, List.self, Log.self, Watch.self]),
      CommandGroup(
        name: "Record",
        subcommands: [
          Status.self, Track.self, Record.self, Download.self, Import.self, NoteCommand.self,
          LabelCommand.self,
        ]),
      CommandGroup(
        name: "Upkeep",
        subcommands: [
          Initialize.self, Doctor.self, Rebuild.self, AccountCommand.self, WebhookCommand.self,
          ExitCodes.self,
        ]),
    ])

  @OptionGroup var options: GlobalOptions

  func run() async throws { try Overview(options: options).run() }

  static func main() async {
    Terminal.ignoreBrokenPipes()
    let arguments = ArgumentOrder.globalOptionsLast(
      Array(CommandLine.arguments.dropFirst()), isCommand: CommandNames.contains)
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Terminal.end(report(error))
    }
  }

  /// Says why it ended, in one line, and gives the exit code.
  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let failure as Failure:
      if !failure.message.isEmpty { Output.complain(failure.message) }
      return failure.code.rawValue
    case let error as LedgerError: return report(Failure(error))
    default: break
    }
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    guard code != .success else {
      _ = try? Output(quiet: false).line(message)
      return ExitStatus.success.rawValue
    }
    // A bare exit code has no words; a wrong command line has several lines, of which the first
    // says what, and the help says the rest.
    if error is ExitCode { return code.rawValue }
    let first = message.firstLine
    let what = first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
    Output.complain(what + " See 'vgledger help'.")
    return code.rawValue
  }
}

/// The words that name commands.
enum CommandNames {
  static func contains(_ words: [String]) -> Bool {
    var commands: [any ParsableCommand.Type] = [Vgledger.self]
    for word in words {
      let inner = commands.flatMap { $0.configuration.subcommands + grouped($0) }
      commands = inner.filter { names($0).contains(word) }
      if word == "help", commands.isEmpty { return true }
      if commands.isEmpty { return false }
    }
    return true
  }

  private static func grouped(
    _ command: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    command.configuration.groupedSubcommands.flatMap(\.subcommands)
  }

  private static func names(_ command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName ?? ""] + command.configuration.aliases
  }
}
