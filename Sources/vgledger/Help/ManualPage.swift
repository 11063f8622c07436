internal import FoundationEssentials
internal import Ledger
internal import SystemPackage

/// A manual page of a command, in the `man` macros that every system's `man` reads.
struct ManualPage {
  let path: [String]
  let tree: CommandTree
  let root: CommandTree
  /// `2026-11-23`.
  let date: String

  /// `vgledger-config-set`.
  var name: String { (["vgledger"] + path).joined(separator: "-") }

  /// Writes a page for the program and for each command.
  static func writeAll(into folder: String, _ environment: [String: String]) throws {
    let root = try CommandTree.of(Vgledger.self)
    // A build that others can repeat says when its source was made.
    let now = environment["SOURCE_DATE_EPOCH"].flatMap(Double.init).flatMap(TimeText.unix)
    let date = String((now ?? Context.clock()).rfc3339.prefix(10))
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (tree, path) in root.withPaths {
        let page = ManualPage(path: path, tree: tree, root: root, date: date)
        try Data(page.text.utf8).write(to: URL(filePath: "\(folder)/\(page.name).1"))
      }
    } catch {
      throw Failure(.cannotCreate, "cannot write manual pages into \(folder.escaped)")
    }
  }

  var text: String {
    var lines = [
      ".TH \(name.uppercased()) 1 \"\(date)\" \"\(Version.tool)\" \"vgledger manual\"",
      ".SH NAME", Self.escaped(name) + " \\- " + Self.escaped(abstract), ".SH SYNOPSIS",
      ".B \(Self.escaped((["vgledger"] + path).joined(separator: " ")))",
    ]
    lines += [Self.escaped(synopsis)].filter { !$0.isEmpty }
    if !tree.discussion.isEmpty || path.isEmpty {
      lines +=
        [".SH DESCRIPTION"]
        + paragraphs(
          path.isEmpty
            ? "\(tree.abstract)\n\nA job is named by its id, its key, a "
              + "unique prefix of four characters or more, @last, or - for names on standard input."
            : tree.discussion)
    }
    lines += commands + options + examples
    if path.isEmpty {
      lines +=
        [".SH ENVIRONMENT"] + EnvironmentVariable.all.flatMap { Self.item($0.name, $0.meaning) }
      lines +=
        [".SH FILES"]
        + Self.item("~/.config/vgledger/config.json5", "Your settings; 'vgledger help config'.")
        + Self.item(ConfigurationLayers.systemPath, "The system's settings, for services.")
        + Self.item(ProjectFile.name, "Project, labels and zone for the work beside it.")
        + Self.item("~/.local/share/vgledger/main", "The ledger.")
    }
    lines += [".SH EXIT STATUS"]
    lines += ExitStatus.allCases.flatMap { Self.item("\($0.rawValue)", $0.meaning) }
    lines += [".SH SEE ALSO"] + seeAlso
    return lines.joined(separator: "\n") + "\n"
  }

  private var abstract: String {
    tree.abstract.hasSuffix(".") ? String(tree.abstract.dropLast()) : tree.abstract
  }

  private var own: [CommandTree.Argument] { tree.arguments.filter(\.shouldDisplay) }

  private var synopsis: String {
    if !tree.subcommands.isEmpty { return "COMMAND ..." }
    let ordered = own.filter { $0.kind != .positional } + own.filter { $0.kind == .positional }
    return ordered.map(\.usage).joined(separator: " ")
  }

  private var commands: [String] {
    guard !tree.subcommands.isEmpty else { return [] }
    return [".SH COMMANDS"] + tree.subcommands.flatMap { Self.item($0.name, $0.abstract) }
  }

  private var options: [String] {
    var lines: [String] = []
    if !own.isEmpty {
      lines += [".SH OPTIONS"] + own.flatMap { Self.item($0.heading, $0.explanation) }
    }
    if !path.isEmpty {
      lines += [
        lines.isEmpty ? ".SH OPTIONS" : ".PP",
        "Every command also takes the options that",
        ".BR vgledger (1)", "lists.",
      ]
    }
    return lines
  }

  private var examples: [String] {
    let all = Example.all(path)
    guard !all.isEmpty else { return [] }
    let lines = all.flatMap { example in
      [
        ".PP", Self.escaped(example.says), ".PP", ".RS 4", ".nf", Self.escaped(example.line),
        ".fi", ".RE",
      ]
    }
    // A heading begins a paragraph of its own.
    return [".SH EXAMPLES"] + lines.dropFirst()
  }

  private var seeAlso: [String] {
    var names = path.isEmpty ? root.subcommands.map { "vgledger-" + $0.name } : ["vgledger"]
    names += path.isEmpty ? [] : tree.subcommands.map { name + "-" + $0.name }
    if path.count > 1 { names.append((["vgledger"] + path.dropLast()).joined(separator: "-")) }
    return names.enumerated().map { place, name in
      ".BR \(Self.escaped(name)) (1)" + (place < names.count - 1 ? "," : "")
    }
  }

  private func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      line.isEmpty ? [".PP"] : [Self.escaped(String(line))]
    }
  }

  private static func item(_ name: String, _ text: String) -> [String] {
    [".TP", ".B \"\(escaped(name).replacing("\"", with: "\\(dq"))\""]
      + [text.isEmpty ? "\\&" : escaped(text)]
  }

  /// Text that the formatter neither acts on nor changes.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "…": escaped += "..."
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }
}
