internal import ArgumentParser
internal import FoundationEssentials
internal import Providers

/// `help`: commands, topics, and the whole tree as JSON.
struct Help: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "help", abstract: "Explain a command or a topic.",
    discussion: "Topics: \(HelpTopic.allCases.map(\.rawValue).joined(separator: ", ")).")

  @Argument(help: ArgumentHelp("A command's words, or a topic.", valueName: "topic"))
  var words: [String] = []
  @Flag(help: ArgumentHelp("As short as -h.", visibility: .private)) var short = false
  @Option(help: ArgumentHelp("Write the manual pages into a folder.", visibility: .private))
  var manual: String?

  func run(_ options: GlobalOptions) throws {
    let environment = ProcessInfo.processInfo.environment
    let output = Output(quiet: options.quiet)
    if let manual { return try ManualPage.writeAll(into: manual, environment) }
    if options.json || options.output == .json {
      return try output.write(HelpJSON.text(try CommandTree.of(Vgledger.self)))
    }
    let width = min(Style(options, environment).width, 100)
    if words.count == 1, let topic = HelpTopic(rawValue: words[0]) {
      return try output.write(topic.text(width: min(width, 80)))
    }
    let help = try CommandHelp(words, width: width)
    if let unknown = words.dropFirst(help.path.count).first {
      let topics = help.path.isEmpty ? HelpTopic.allCases.map(\.rawValue) : []
      throw Failure.unknown(
        help.path.isEmpty ? "command or topic" : "subcommand", unknown,
        among: help.tree.subcommands.map(\.name) + topics,
        "'vgledger help\(help.path.map { " " + $0 }.joined())' lists them")
    }
    try output.write(short ? help.short : help.long)
  }
}

/// The whole tree of commands for other programs.
enum HelpJSON {
  static func text(_ root: CommandTree) -> String {
    JSON.members([
      ("schema", .string("vgledger.help/1")),
      ("tool", .string(Version.tool)),
      ("options", .array(root.arguments.filter(\.shouldDisplay).map(argument))),
      ("commands", .array(root.subcommands.map { command($0, []) })),
      (
        "topics",
        .array(
          HelpTopic.allCases.map {
            .members([("name", .string($0.rawValue)), ("title", .string($0.title))])
          })
      ),
      (
        "exit_codes",
        .array(
          ExitStatus.allCases.map {
            .members([
              ("code", .number(String($0.rawValue))), ("meaning", .string($0.meaning)),
            ])
          })
      ),
    ]).indentedText + "\n"
  }

  private static func command(_ tree: CommandTree, _ parents: [String]) -> JSON {
    let path = parents + [tree.name]
    return .members([
      ("name", .string(path.joined(separator: " "))),
      ("aliases", .array(tree.aliases.map(JSON.string))),
      ("abstract", .string(tree.abstract)),
      ("discussion", tree.discussion.isEmpty ? .null : .string(tree.discussion)),
      ("default_subcommand", .optional(tree.defaultSubcommand)),
      (
        "examples",
        .array(
          Example.all(path).map {
            .members([("line", .string($0.line)), ("says", .string($0.says))])
          })
      ),
      ("arguments", .array(tree.arguments.filter(\.shouldDisplay).map(argument))),
      ("commands", .array(tree.subcommands.map { command($0, path) })),
    ])
  }

  private static func argument(_ argument: CommandTree.Argument) -> JSON {
    .members([
      ("kind", .string(argument.kind.rawValue)),
      ("names", .array(argument.optionNames.map(JSON.string))),
      ("value", argument.kind == .flag ? .null : .string(argument.value)),
      ("values", argument.allValues.map { .array($0.map(JSON.string)) } ?? .null),
      ("default", .optional(argument.kind == .flag ? nil : argument.defaultValue)),
      ("optional", .boolean(argument.isOptional)),
      ("repeating", .boolean(argument.isRepeating)),
      ("abstract", .optional(argument.abstract)),
    ])
  }
}
