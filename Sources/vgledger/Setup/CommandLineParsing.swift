internal import ArgumentParser

/// From the words of the command line to the command to run.
enum CommandLineParsing {
  /// Words that ask for help about the command before them.
  private static let helpWords = ["-h", "--help"]

  /// Parses the command line; options of every command may stand anywhere.
  ///
  /// A named command is parsed alone: walking the whole tree of commands would cost a third of the
  /// time that a process needs to start.
  static func command(
    _ arguments: [String]
  ) throws -> (command: any LedgerCommand, options: GlobalOptions) {
    let words = GlobalWords(arguments)
    let rest = words.rest
    let (type, count) = named(rest)
    let path = Array(rest.prefix(count))
    if let asked = arguments.prefix(while: { $0 != "--" }).first(where: helpWords.contains) {
      // Who asks for help is not told first what is wrong.
      let options = (try? options(words.options, path)) ?? .standard
      return (try parse(Help.self, (asked == "-h" ? ["--short"] : []) + path, []), options)
    }
    let options = try options(words.options, path)
    guard let type else {
      if let word = rest.first, !word.hasPrefix("-") {
        throw Failure.unknown(
          "command", word, among: subcommands(of: Vgledger.self).flatMap(names),
          "'vgledger help' lists them")
      }
      return (try parse(Vgledger.self, rest, []), options)
    }
    try checkSubcommand(rest, path)
    try refuseMissingValue(words.interrupted, of: type, path)
    let own = Array(rest.dropFirst(count))
    return (try type.plain(own) ?? parse(type, own, path), options)
  }

  /// The options of every command; where they are plain, nothing is parsed.
  private static func options(_ words: [String], _ path: [String]) throws -> GlobalOptions {
    if let plain = GlobalOptions.plain(words) { return plain }
    do {
      return try GlobalOptions.parse(words)
    } catch {
      throw try failure(error, GlobalOptions.message(for: error), path) { () throws(Failure) in [] }
    }
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

  /// Refuses an option that takes a value and has an option of every command in its place.
  private static func refuseMissingValue(
    _ words: [String], of type: any LedgerCommand.Type, _ path: [String]
  ) throws(Failure) {
    guard !words.isEmpty else { return }
    let withValue = try CommandTree.of(type).arguments.filter { $0.kind == .option }
      .flatMap(\.optionNames)
    guard let word = words.first(where: withValue.contains) else { return }
    let name = (["vgledger"] + path).joined(separator: " ")
    throw Failure(.usage, "Missing value for '\(word)'. See '\(name) -h'.")
  }

  /// Parses a command alone.
  private static func parse<Command: LedgerCommand>(
    _ type: Command.Type, _ words: [String], _ path: [String]
  ) throws -> any LedgerCommand {
    do {
      guard let command = try type.parseAsRoot(words) as? Command else {
        throw Failure(.ourBug, "the words '\(words.joined(separator: " "))' give no \(type)")
      }
      return command
    } catch let failure as Failure {
      throw failure
    } catch {
      throw try failure(error, type.message(for: error), path) { () throws(Failure) in
        try (CommandTree.of(type).arguments + CommandTree.of(Vgledger.self).arguments)
          .flatMap(\.optionNames)
      }
    }
  }

  /// What is wrong with the words, in one line, with the nearest option.
  ///
  /// `known`: the options that the command takes; asked only where one is unknown.
  private static func failure(
    _ error: any Error, _ message: String, _ path: [String],
    known: () throws(Failure) -> [String]
  ) throws(Failure) -> any Error {
    guard Vgledger.exitCode(for: error) == .validationFailure else { return error }
    let name = (["vgledger"] + path).joined(separator: " ")
    let message = message.firstLine
    let pieces = message.split(separator: "'", maxSplits: 2)
    if message.hasPrefix("Unknown option '"), pieces.count >= 2 {
      return Failure.unknown(
        "option", String(pieces[1]), among: try known().filter { $0.hasPrefix("--") },
        "'\(name) -h' lists them")
    }
    return Failure(.usage, message + (message.hasSuffix(".") ? "" : ".") + " See '\(name) -h'.")
  }

  /// The command that the first words name, and how many words that takes.
  ///
  /// - Returns: `nil` for no command, an unknown one, or one that needs another word.
  static func named(_ arguments: [String]) -> (type: (any LedgerCommand.Type)?, words: Int) {
    guard let first = arguments.first, let command = CommandName(first) else { return (nil, 0) }
    var type = command.type
    var words = 1
    for word in arguments.dropFirst() {
      guard let inner = subcommands(of: type).first(where: { names(of: $0).contains(word) })
      else { break }
      type = inner
      words += 1
    }
    // Each command is of ours, but the parser's configuration does not say so.
    let usual = type.configuration.defaultSubcommand.flatMap { $0 as? any LedgerCommand.Type }
    return (usual ?? type, words)
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
  ) -> [any LedgerCommand.Type] {
    let configuration = type.configuration
    return (configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands))
      .compactMap { $0 as? any LedgerCommand.Type }
  }

  private static func names(of type: any ParsableCommand.Type) -> [String] {
    [type.configuration.commandName ?? ""] + type.configuration.aliases
  }
}
