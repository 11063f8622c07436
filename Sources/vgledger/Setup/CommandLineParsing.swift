internal import ArgumentParser

/// From the words of the command line to the command to run.
enum CommandLineParsing {
  // Lists: a process that looks through one once would pay more to make a set of it.
  private static let optionsWithValue = [
    "--ledger", "--profile", "--output", "-o", "--tz", "--now", "--as-of", "--color",
    "--fields", "--limit", "-n", "--time", "--pager",
  ]
  private static let switches = [
    "--json", "--ascii", "--no-input", "--quiet", "-q", "--verbose", "-v", "-vv",
    "--no-header", "--meta", "--csv-safe", "--no-csv-safe", "--wide-ids",
  ]
  /// Words that ask for help about the command before them.
  private static let helpWords = ["-h", "--help"]

  /// Parses the command line; global options may stand before the command's name.
  ///
  /// A named command is parsed alone: walking the whole tree of commands would cost a third of the
  /// time that a process needs to start.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    let (options, rest) = leadingOptions(arguments)
    let (type, words) = named(rest)
    let path = Array(rest.prefix(words))
    if let asked = rest.prefix(while: { $0 != "--" }).first(where: helpWords.contains) {
      return try Help.parseAsRoot(options + (asked == "-h" ? ["--short"] : []) + path)
    }
    guard let type else {
      if let word = rest.first, !word.hasPrefix("-") {
        throw Failure.unknown(
          "command", word, among: subcommands(of: Vgledger.self).flatMap(names),
          "'vgledger help' lists them")
      }
      return try parse(Vgledger.self, options + rest, [])
    }
    try checkSubcommand(rest, path)
    return try parse(type, options + rest.dropFirst(words), path)
  }

  /// Refuses a word where a subcommand must stand.
  private static func checkSubcommand(_ rest: [String], _ path: [String]) throws(Failure) {
    let last = type(path)
    let inner = subcommands(of: last)
    guard !inner.isEmpty else { return }
    let command = path.joined(separator: " ")
    let known = inner.flatMap(names)
    if let word = rest.dropFirst(path.count).first, !word.hasPrefix("-") {
      throw Failure.unknown(
        "subcommand of \(command)", word, among: known, "known are \(known.joined(separator: ", "))"
      )
    }
    guard last.configuration.defaultSubcommand == nil else { return }
    throw Failure(
      .usage, "\(command) needs a subcommand; known are \(known.joined(separator: ", "))")
  }

  /// Parses a command alone; what is wrong is said in one line, with the nearest option.
  private static func parse(
    _ type: any ParsableCommand.Type, _ words: [String], _ path: [String]
  ) throws -> any ParsableCommand {
    do {
      return try type.parseAsRoot(words)
    } catch {
      guard Vgledger.exitCode(for: error) == .validationFailure else { throw error }
      let name = (["vgledger"] + path).joined(separator: " ")
      let message = type.message(for: error).firstLine
      let pieces = message.split(separator: "'", maxSplits: 2)
      if message.hasPrefix("Unknown option '"), pieces.count >= 2 {
        let options = try CommandTree.of(type).arguments.flatMap(\.optionNames)
        throw Failure.unknown(
          "option", String(pieces[1]), among: options.filter { $0.hasPrefix("--") },
          "'\(name) -h' lists them")
      }
      throw Failure(
        .usage, message + (message.hasSuffix(".") ? "" : ".") + " See '\(name) -h'.")
    }
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
    guard let first = arguments.first, let command = CommandName(first) else { return (nil, 0) }
    var type = command.type
    var words = 1
    for word in arguments.dropFirst() {
      guard let inner = subcommands(of: type).first(where: { names(of: $0).contains(word) })
      else { break }
      type = inner
      words += 1
    }
    return (type.configuration.defaultSubcommand ?? type, words)
  }

  /// The command that these words name, and not the one that it defaults to.
  static func type(_ path: [String]) -> any ParsableCommand.Type {
    guard let first = path.first, let command = CommandName(first) else { return Vgledger.self }
    return path.dropFirst().reduce(command.type) { type, word in
      subcommands(of: type).first { names(of: $0).contains(word) } ?? type
    }
  }

  static func subcommands(
    of type: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    let configuration = type.configuration
    return configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
  }

  private static func names(of type: any ParsableCommand.Type) -> [String] {
    [type.configuration.commandName ?? ""] + type.configuration.aliases
  }
}
