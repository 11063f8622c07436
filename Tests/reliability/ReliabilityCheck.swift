internal import ArgumentParser

/// Tries to break ledgers, in numbered units that any machine can repeat.
@main
struct ReliabilityCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability-check",
    abstract: "Try to break ledgers; say what held and what did not.",
    subcommands: [
      CrashStatesCommand.self, CrashStatesWriter.self, CrashStatesChecker.self,
      KillsCommand.self, ModelCommand.self, ProcessesCommand.self,
      WriterCommand.self, ReaderCommand.self, FlipsCommand.self, LostPagesCommand.self,
      DamageChecker.self, TamperingCommand.self, DiskCommand.self, DiskWriter.self,
      BackupsCommand.self, Report.self,
    ])
}
