internal import ArgumentParser

/// A command of vgledger: parsed with its own options, run with those of every command.
///
/// The options of every command are split off before (``GlobalWords``), so that a command line
/// without any of them costs nothing for them: ArgumentParser needs a tenth of a millisecond for each
/// that it knows.
protocol LedgerCommand: ParsableCommand {
  /// Does what the command is for.
  ///
  /// - Parameter options: Those of every command.
  /// - Throws: A ``Failure``, or what the ledger cannot do.
  func run(_ options: GlobalOptions) async throws

  /// Reads words that need no parser, for a command whose start counts.
  ///
  /// - Returns: `nil` for all that the parser is to read, good or wrong.
  static func plain(_ words: [String]) -> Self?
}

extension LedgerCommand {
  static func plain(_ words: [String]) -> Self? { nil }
}

/// A command that only holds others: ``CommandLineParsing`` asks for one of them before it is run.
protocol CommandFamily: LedgerCommand {}

extension CommandFamily {
  func run(_ options: GlobalOptions) throws {
    throw Failure(.ourBug, "\(Self.self) holds commands, and is none itself")
  }
}
