internal import ArgumentParser
internal import FoundationEssentials

/// A command as help, manual pages and completion see it: read from the parser's own description.
struct CommandTree: Decodable, Equatable {
  let name: String
  let aliases: [String]
  let abstract: String
  let discussion: String
  let defaultSubcommand: String?
  let isHidden: Bool
  var subcommands: [CommandTree]
  private(set) var arguments: [Argument]

  private enum CodingKeys: String, CodingKey {
    case name = "commandName"
    case aliases
    case abstract
    case discussion
    case defaultSubcommand
    case shouldDisplay
    case subcommands
    case arguments
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    aliases = try values.decodeIfPresent([String].self, forKey: .aliases) ?? []
    abstract = try values.decodeIfPresent(String.self, forKey: .abstract) ?? ""
    discussion = try values.decodeIfPresent(String.self, forKey: .discussion) ?? ""
    defaultSubcommand = try values.decodeIfPresent(String.self, forKey: .defaultSubcommand)
    isHidden = !(try values.decodeIfPresent(Bool.self, forKey: .shouldDisplay) ?? true)
    subcommands = try values.decodeIfPresent([CommandTree].self, forKey: .subcommands) ?? []
    arguments = try values.decodeIfPresent([Argument].self, forKey: .arguments) ?? []
  }

  /// The tree below a command, without what is hidden.
  ///
  /// The parser describes a tree as JSON and gives it in no other form.
  static func of(_ type: any ParsableCommand.Type) throws(Failure) -> CommandTree {
    struct Tool: Decodable {
      let command: CommandTree
    }
    do {
      let tool = try JSONDecoder().decode(Tool.self, from: Data(type._dumpHelp().utf8))
      return tool.command.visible(isProgram: type == Vgledger.self)
    } catch {
      throw Failure(.ourBug, "the commands cannot be described: \("\(error)".firstLine)")
    }
  }

  private func visible(isProgram: Bool) -> CommandTree {
    var tree = self
    // The parser's own help command answers nothing here: 'help' is handled before it.
    tree.subcommands = subcommands.filter { !$0.isHidden && $0.name != "help" }
      .map { $0.visible(isProgram: false) }
    // What the parser adds to each command is told once, with the options of every command.
    let added = isProgram ? [] : ["--help", "--version"]
    tree.arguments.removeAll { argument in argument.optionNames.contains(where: added.contains) }
    return tree
  }

  /// The command that the words name, as far as they name one, and the words that it took.
  func descendant(_ words: some Sequence<String>) -> (tree: CommandTree, path: [String]) {
    var tree = self
    var path: [String] = []
    for word in words {
      guard
        let next = tree.subcommands.first(where: { $0.name == word || $0.aliases.contains(word) })
      else { break }
      tree = next
      path.append(next.name)
    }
    return (tree, path)
  }

  /// This command and all below it, each with the words that name it.
  var withPaths: [(tree: CommandTree, path: [String])] {
    [(self, [])]
      + subcommands.flatMap { inner in inner.withPaths.map { ($0.tree, [inner.name] + $0.path) } }
  }
}

extension CommandTree {
  /// An argument, option or switch.
  struct Argument: Decodable, Equatable {
    enum Kind: String, Decodable {
      case positional
      case option
      case flag
    }

    struct Name: Decodable, Equatable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: Kind
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
    let abstract: String?

    /// `-o`, `--output`: the short one first.
    var optionNames: [String] {
      (names ?? []).map(\.text).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }

    /// What help and pages show for the value.
    var value: String { valueName ?? "value" }

    /// As in a line of usage: `JOB…`, `[--limit N]`.
    var usage: String {
      let core =
        switch kind {
        case .positional: value.uppercased() + (isRepeating ? "…" : "")
        case .option: (optionNames.last ?? "") + " " + value.uppercased()
        case .flag: optionNames.last ?? ""
        }
      return isOptional ? "[\(core)]" : core
    }

    /// As in a list of options: `-o, --output OUTPUT`.
    var heading: String {
      switch kind {
      case .positional: value.uppercased()
      case .option: optionNames.joined(separator: ", ") + " " + value.uppercased()
      case .flag: optionNames.joined(separator: ", ")
      }
    }

    /// What it does, with its values and its default.
    var explanation: String {
      var words = abstract ?? ""
      if let allValues, !allValues.isEmpty, !allValues.allSatisfy(words.contains) {
        words += (words.isEmpty ? "" : " ") + "One of " + allValues.joined(separator: ", ") + "."
      }
      if let defaultValue, kind != .flag { words += " (default: \(defaultValue))" }
      return words
    }
  }
}
