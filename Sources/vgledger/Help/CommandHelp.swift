internal import ArgumentParser
internal import Providers

/// Help for one command: short for `-h`, with everything for `--help`.
struct CommandHelp {
  /// The program, and the words that name the command.
  let path: [String]
  let tree: CommandTree
  /// The options that every command takes; none for the program itself, whose own they are.
  private let shared: [CommandTree.Argument]
  let width: Int

  /// Finds the command and all that is said about it.
  init(_ words: [String], width: Int) throws(Failure) {
    let root = try CommandTree.of(Vgledger.self)
    let (tree, path) = root.descendant(words)
    self.tree = tree
    self.path = path
    self.width = width
    shared = path.isEmpty ? [] : root.arguments.filter(\.shouldDisplay)
  }

  private var name: String { (["vgledger"] + path).joined(separator: " ") }

  private var own: [CommandTree.Argument] { tree.arguments.filter(\.shouldDisplay) }

  var usage: String {
    if !tree.subcommands.isEmpty { return "\(name) COMMAND …" }
    let words = own.filter { $0.kind != .positional } + own.filter { $0.kind == .positional }
    return ([name] + words.map(\.usage)).joined(separator: " ")
  }

  /// Usage, what it does, its own options in one line each.
  var short: String {
    var lines = paragraph("Usage: " + usage, indent: 7) + paragraph(tree.abstract)
    lines += subcommands
    lines += table(own.map { ($0.heading, $0.explanation) })
    lines += paragraph("More, with examples: \(name) --help")
    return lines.joined(separator: "\n") + "\n"
  }

  /// For who has no ledger yet: what this is, and three things to try.
  var start: String {
    let lines = paragraph(tree.abstract) + [""] + section("To begin", examples)
    return lines.joined(separator: "\n") + "More: vgledger help\n"
  }

  private var examples: [String] {
    Example.all(path).flatMap { paragraph("# " + $0.says) + ["$ " + $0.line] }
  }

  /// Everything: what it does, examples, arguments, options, the options of every command.
  var long: String {
    var lines = paragraph(tree.abstract) + [""] + section("Usage", paragraph(usage, indent: 2))
    if !tree.discussion.isEmpty {
      lines +=
        tree.discussion.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
          paragraph(String($0))
        } + [""]
    }
    lines += section("Examples", examples)
    if !tree.subcommands.isEmpty { lines += section("Commands", subcommands) }
    let positional = own.filter { $0.kind == .positional }
    lines += section("Arguments", table(positional.map { ($0.heading, $0.explanation) }))
    lines += section(
      "Options",
      table(own.filter { $0.kind != .positional }.map { ($0.heading, $0.explanation) }))
    lines += section("Options of every command", table(shared.map { ($0.heading, $0.explanation) }))
    if path.isEmpty {
      lines += section(
        "Topics", table(HelpTopic.allCases.map { ("help \($0.rawValue)", $0.title) }))
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private var subcommands: [String] {
    if path.isEmpty {
      return Vgledger.configuration.groupedSubcommands.flatMap { group in
        let names = group.subcommands.compactMap { $0.configuration.commandName }
        return [group.name + ":"]
          + table(
            tree.subcommands.filter { names.contains($0.name) }.map { ($0.name, $0.abstract) })
      }
    }
    return table(tree.subcommands.map { ($0.name, $0.abstract) })
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title + ":"] + lines.map { $0.hasPrefix("  ") ? $0 : "  " + $0 } + [""]
  }

  private func paragraph(_ text: String, indent: Int = 0) -> [String] {
    TextLayout.wrapped(text, width: width - 2, indent: indent)
  }

  private func table(_ rows: [(String, String)]) -> [String] {
    TextLayout.table(rows, width: width)
  }
}
