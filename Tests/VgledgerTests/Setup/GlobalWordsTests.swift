import Testing

@testable import vgledger

struct GlobalWordsTests {
  struct Line: CustomTestStringConvertible, Sendable {
    let words: [String]
    let options: [String]
    let rest: [String]

    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String, _ options: String, _ rest: String) {
      func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
      self.words = split(words)
      self.options = split(options)
      self.rest = split(rest)
    }
  }

  @Test(
    "Options of every command are found before its name and after it",
    arguments: [
      Line("", "", ""),
      Line("list", "", "list"),
      Line("--json list state:failed", "--json", "list state:failed"),
      Line("list -o csv since:7d -n 5 --open", "-o csv -n 5", "list since:7d --open"),
      Line("show v7k2 --tz=UTC --events", "--tz=UTC", "show v7k2 --events"),
      Line("list -vv -q", "-vv -q", "list"),
      Line("list -qv", "-qv", "list"),
      Line("list -qn 5 -vo csv", "-qn 5 -vo csv", "list"),
      Line("list -no csv -oq", "", "list -no csv -oq"),
      Line("note v7k2 -- -q --json", "", "note v7k2 -- -q --json"),
      Line("list --now", "--now", "list"),
      Line("list --limit --json", "--limit --json", "list"),
      Line("list --no-csv-safe --csv-safe", "--no-csv-safe --csv-safe", "list"),
      Line("cost --max 5 --tzz UTC --quieter", "", "cost --max 5 --tzz UTC --quieter"),
      Line("show - -x -", "", "show - -x -"),
    ])
  func splits(line: Line) {
    let words = GlobalWords(line.words)
    #expect(words.options == line.options)
    #expect(words.rest == line.rest)
  }

  @Test(
    "An option of every command is no value of a command's own",
    arguments: [
      (["list", "--project", "--json", "since:7d"], "Missing value for '--project'"),
      (["list", "--project", "-n", "5", "since:7d"], "Missing value for '--project'"),
      (["list", "--limit", "--json"], "Missing value for '--limit"),
      (["list", "--state", "-q"], "Missing value for '--state'"),
    ])
  func missing(words: [String], message: String) async throws {
    let result = try await Tool().run(words)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("vgledger: " + message), "\(result.errors)")
  }

  @Test(
    "Flags of a command stand beside options of every command",
    arguments: [
      ["list", "--open", "--json"], ["list", "--reverse", "-q", "--open"],
    ])
  func flags(words: [String]) async throws {
    let tool = try Tool()
    _ = try await tool.run("init")
    #expect(try await tool.run(words).status == 0)
  }

  @Test(
    "Help comes before what is wrong",
    arguments: [
      ["list", "-n", "x", "--help"], ["list", "--color", "blue", "-h"],
      ["list", "--limit", "--help"],
      ["-n", "x", "list", "-h"],
    ])
  func help(words: [String]) async throws {
    let result = try await Tool().run(words)
    #expect(result.status == 0)
    #expect(result.output.contains("vgledger list"))
  }

  @Test("Every option that is described is found, and each with its value")
  func complete() throws {
    for argument in try CommandTree.of(Vgledger.self).arguments {
      for name in argument.optionNames where !["-h", "--help", "--version"].contains(name) {
        let isOption = argument.kind == .option
        let words = [name] + (isOption ? ["value"] : [])
        #expect(GlobalWords(words).options == words)
        #expect(GlobalWords(words).rest.isEmpty)
      }
    }
  }

  @Test("No command has an option of its own with the name of one of every command")
  func distinct() throws {
    let root = try CommandTree.of(Vgledger.self)
    let shared = Set(root.arguments.flatMap(\.optionNames))
    for (tree, path) in root.withPaths where !path.isEmpty {
      #expect(shared.isDisjoint(with: tree.arguments.flatMap(\.optionNames)), "\(path)")
    }
  }
}
