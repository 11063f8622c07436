internal import ArgumentParser

extension CommandConfiguration {
  /// The configuration of a command below `vgledger`.
  ///
  /// Each is parsed alone (``CommandLineParsing``). The name of the command above it keeps
  /// ArgumentParser from looking for `--generate-completion-script` first, which would cost a
  /// quarter of the time that a process needs to start; `vgledger completion` makes the scripts. No
  /// names of help, which is answered before: to make them costs the parser a tenth of its time.
  init(
    subcommand name: String, abstract: String, discussion: String = "",
    subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil, aliases: [String] = []
  ) {
    self.init(
      commandName: name, _superCommandName: "vgledger", abstract: abstract,
      discussion: discussion, subcommands: subcommands, defaultSubcommand: defaultSubcommand,
      helpNames: [], aliases: aliases)
  }
}

/// The value of an option that is one of some words.
protocol OptionWord: CaseIterable, ExpressibleByArgument, RawRepresentable
where RawValue == String {}

extension OptionWord {
  /// The words; ArgumentParser's own list is made through key paths, 50 µs a type.
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// None: each option says in its own help what its words mean.
  static var allValueDescriptions: [String: String] { [:] }
}
