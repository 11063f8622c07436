internal import ArgumentParser
internal import Ledger

/// The ledger of AI video generation.
@main
struct Vgledger: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "vgledger",
    abstract: "The ledger of AI video generation: it forgets nothing about your jobs.",
    version: Version.text,
    groupedSubcommands: CommandName.Group.allCases.map { group in
      CommandGroup(
        name: group.rawValue,
        subcommands: CommandName.allCases.filter { $0.group == group }.map(\.type))
    })

  /// Here only so that they are described; ``GlobalWords`` finds them.
  @OptionGroup private var described: GlobalOptions

  func run(_ options: GlobalOptions) throws { try Overview(options: options).run() }

  static func main() async {
    Terminal.occupyClosedStreams()
    Terminal.ignoreBrokenPipes()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if arguments.first == "__complete" {
        return try Completing.answer(Array(arguments.dropFirst()))
      }
      let (command, options) = try CommandLineParsing.command(arguments)
      try await command.run(options)
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
    Output.complain(what + (what.hasSuffix(".") ? "" : ".") + " See 'vgledger help'.")
    return code.rawValue
  }
}
