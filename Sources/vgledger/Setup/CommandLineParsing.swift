internal import ArgumentParser

/// From the words of the command line to the command to run.
enum CommandLineParsing {
  private static let optionsWithValue: Set<String> = [
    "--ledger", "--profile", "--output", "-o", "--tz", "--now", "--color",
  ]
  private static let switches: Set<String> = [
    "--json", "--ascii", "--no-input", "--quiet", "-q", "--verbose", "-v", "-vv",
  ]
  /// Words that the whole tree of commands must answer.
  private static let wholeTree: Set<String> = ["help", "-h", "--help", "--version"]

  /// Parses the command line; global options may stand before the command's name.
  ///
  /// A named command is parsed alone: walking the whole tree of commands would cost a third of the
  /// time that a process needs to start.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    let (options, rest) = leadingOptions(arguments)
    let (type, words) = named(rest)
    if rest == ["help", "exit-codes"] { return ExitCodes() }
    if type == nil, let word = rest.first, !word.hasPrefix("-"), !wholeTree.contains(word) {
      throw Failure(
        .usage, "there is no command '\(word.escaped)'; 'vgledger help' lists them all")
    }
    guard let type, wholeTree.isDisjoint(with: arguments) else {
      return try Vgledger.parseAsRoot(rest.prefix(words) + options + rest.dropFirst(words))
    }
    return try type.parseAsRoot(options + rest.dropFirst(words))
  }

  /// Splits off the global options that stand before the command's name.
  static func leadingOptions(
    _ arguments: [String]
  ) -> (options: [String], rest: [String]) {
    var rest = arguments[...]
    var options: [String] = []
    while let first = rest.first {
      if optionsWithValue.contains(first), rest.count >= 2 {
        options += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if switches.contains(first)
        || optionsWithValue.contains(where: { first.hasPrefix($0 + "=") })
      {
        options.append(first)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    return (options, Array(rest))
  }

  /// The command that the first words name, and how many words that takes.
  ///
  /// - Returns: `nil` for no command, an unknown one, or one that needs another word.
  static func named(
    _ arguments: [String]
  ) -> (type: (any ParsableCommand.Type)?, words: Int) {
    var type: any ParsableCommand.Type = Vgledger.self
    var words = 0
    for word in arguments {
      guard let inner = subcommands(of: type).first(where: { names(of: $0).contains(word) })
      else { break }
      type = inner
      words += 1
    }
    if words == 0 { return (nil, 0) }
    return (type.configuration.defaultSubcommand ?? type, words)
  }

  private static func subcommands(
    of type: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    let configuration = type.configuration
    return configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
  }

  private static func names(of type: any ParsableCommand.Type) -> [String] {
    [type.configuration.commandName ?? ""] + type.configuration.aliases
  }
}
