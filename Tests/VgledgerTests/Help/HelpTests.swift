import Foundation
import Testing

@testable import vgledger

@Suite("help, suggestions, exit codes")
struct HelpTests {
  @Test("Every command has an example, and every example can be parsed")
  func examples() throws {
    let root = try CommandTree.of(Vgledger.self)
    for (_, path) in root.withPaths {
      #expect(
        !Example.all(path).isEmpty, "an Example of '\(path.joined(separator: " "))' is missing")
    }
    for example in Example.all where !example.line.contains("$(") {
      let start = example.line.range(of: "vgledger ", options: .backwards)
      let line = String(example.line[try #require(start).upperBound...])
      let words = line.prefix { $0 != "<" && $0 != "|" }.split(separator: " ").map(String.init)
      #expect(throws: Never.self, "\(example.line)") { try CommandLineParsing.command(words) }
    }
  }

  @Test("Help fits its width", arguments: [60, 80, 100])
  func fits(width: Int) throws {
    let root = try CommandTree.of(Vgledger.self)
    for (_, path) in root.withPaths {
      let help = try CommandHelp(path, width: width)
      for line in (help.short + help.long).split(separator: "\n") {
        let isTyped = line.contains("$ ")
        #expect(isTyped || line.count <= width, "\(path): \(line)")
      }
    }
    for topic in HelpTopic.allCases {
      for line in topic.text(width: min(width, 80)).split(separator: "\n") {
        #expect(line.count <= width, "\(topic): \(line)")
      }
    }
  }

  @Test("Each topic is told, and the exit codes are those of the program")
  func topics() async throws {
    let tool = try Tool()
    for topic in HelpTopic.allCases {
      let result = try await tool.run("help", topic.rawValue)
      #expect(result.status == 0)
      #expect(result.output.hasPrefix("\(topic.rawValue): \(topic.title)\n"))
    }
    let codes = try await tool.run("help", "exit-codes")
    for status in ExitStatus.allCases {
      #expect(codes.output.contains("\n  \(status.rawValue) "))
    }
    #expect(
      ExitStatus.allCases.map(\.rawValue) == [
        0, 1, 10, 11, 12, 13, 20, 21, 22, 30, 31, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78, 124, 130,
        141, 143,
      ])
  }

  @Test("-h is short, --help and help are long, and they stand on standard output")
  func shortAndLong() async throws {
    let tool = try Tool()
    let short = try await tool.run("list", "-h")
    #expect(short.output.hasPrefix("Usage: vgledger list "))
    #expect(!short.output.contains("Examples:"))
    let long = try await tool.run("list", "--help")
    #expect(long.output.contains("Examples:"))
    #expect(long.output.count > short.output.count)
    #expect(try await tool.run("help", "list").output == long.output)
    #expect(try await tool.run("--ledger", "x", "help", "ls").output == long.output)
    #expect(try await tool.run("--help").output == tool.run("help").output)
  }

  @Test("help --json is one object with every command and its options")
  func json() async throws {
    let result = try await Tool().run("help", "--json")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "vgledger.help/1")
    let commands = try #require(object["commands"] as? [[String: Any]])
    let list = try #require(commands.first { $0["name"] as? String == "list" })
    #expect(list["aliases"] as? [String] == ["ls"])
    func option(_ name: String, _ place: Any?) -> [String: Any]? {
      (place as? [[String: Any]])?.first { ($0["names"] as? [String])?.contains(name) == true }
    }
    let sort = try #require(option("--sort", list["arguments"]))
    #expect((sort["values"] as? [String])?.contains("took") == true)
    // What every command takes is told once.
    #expect(option("--output", list["arguments"]) == nil)
    let output = try #require(option("--output", object["options"]))
    #expect((output["values"] as? [String])?.contains("json") == true)
    let root = try CommandTree.of(Vgledger.self)
    #expect(commands.count == root.subcommands.count)
  }

  @Test(
    "A slip gets the nearest word and exit code 64",
    arguments: [
      (["lst"], "there is no command 'lst'; did you mean 'list'? 'vgledger help' lists them"),
      (["frobnicate"], "there is no command 'frobnicate'; 'vgledger help' lists them"),
      (
        ["list", "--opne"],
        "there is no option '--opne'; did you mean '--open'? 'vgledger list -h' lists them"
      ),
      (
        ["config", "shwo"],
        "there is no subcommand of config 'shwo'; did you mean 'show'? "
          + "known are show, get, set, path"
      ),
      (["webhook"], "webhook needs a subcommand; known are list, show, replay, send, check"),
      (
        ["help", "exit-code"],
        "there is no command or topic 'exit-code'; did you mean 'exit-codes'? "
          + "'vgledger help' lists them"
      ),
      (["show"], "Missing expected argument '<jobs> ...'. See 'vgledger show -h'."),
    ])
  func suggestions(words: [String], why: String) async throws {
    let result = try await Tool().run(words)
    #expect(result == .init(status: 64, output: "", errors: "vgledger: \(why)\n"))
  }

  @Test("Bare vgledger begins with examples, and then with the ledger at a glance")
  func bare() async throws {
    let tool = try Tool()
    let start = try await tool.run()
    #expect(start.status == 0)
    #expect(start.output.split(separator: "\n").filter { $0.contains("  $ vgledger ") }.count == 3)
    _ = try await tool.run("track", History.sora)
    let glance = try await tool.run()
    #expect(glance.output.hasPrefix(tool.ledger + "  1 job"))
    #expect(glance.output.split(separator: "\n").count <= 12)
  }

  @Test("Manual pages: one for each command, with examples and exit codes")
  func manual() async throws {
    let tool = try Tool()
    let folder = tool.folder.path + "/man"
    #expect(try await tool.run("help", "--manual", folder).status == 0)
    let root = try CommandTree.of(Vgledger.self)
    var names: Set<String> = []
    for (_, path) in root.withPaths {
      names.insert((["vgledger"] + path).joined(separator: "-") + ".1")
    }
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == names)
    for name in names {
      let page = String(
        decoding: try Data(contentsOf: URL(filePath: folder + "/" + name)), as: UTF8.self)
      for heading in ["NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS", "SEE ALSO"] {
        #expect(page.contains("\n.SH \(heading)\n"), "\(name)")
      }
    }
  }
}
