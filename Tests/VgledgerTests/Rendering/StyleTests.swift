import Testing

@testable import vgledger

@Suite("colour and marks")
struct StyleTests {
  struct Rule: CustomTestStringConvertible, Sendable {
    var choice = ColorChoice.auto
    var environment: [String: String] = [:]
    let onTerminal: Bool
    let inPipe: Bool

    var testDescription: String { "--color \(choice) \(environment)" }
  }

  @Test(
    "The first that says something decides",
    arguments: [
      Rule(onTerminal: true, inPipe: false),
      Rule(choice: .always, onTerminal: true, inPipe: true),
      Rule(choice: .never, onTerminal: false, inPipe: false),
      Rule(
        choice: .always, environment: ["NO_COLOR": "1", "TERM": "dumb", "CLICOLOR": "0"],
        onTerminal: true, inPipe: true),
      Rule(
        choice: .never, environment: ["FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"],
        onTerminal: false, inPipe: false),
      Rule(environment: ["NO_COLOR": "1"], onTerminal: false, inPipe: false),
      Rule(
        environment: ["VGLEDGER_COLOR": "always", "NO_COLOR": "1"], onTerminal: true, inPipe: true),
      Rule(environment: ["VGLEDGER_COLOR": "never"], onTerminal: false, inPipe: false),
      Rule(environment: ["VGLEDGER_COLOR": "auto"], onTerminal: true, inPipe: false),
      Rule(environment: ["VGLEDGER_COLOR": "blue"], onTerminal: true, inPipe: false),
      Rule(
        choice: .never, environment: ["VGLEDGER_COLOR": "always"], onTerminal: false, inPipe: false),
      Rule(environment: ["NO_COLOR": "0"], onTerminal: false, inPipe: false),
      Rule(environment: ["NO_COLOR": ""], onTerminal: true, inPipe: false),
      Rule(environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"], onTerminal: false, inPipe: false),
      Rule(environment: ["FORCE_COLOR": "1"], onTerminal: true, inPipe: true),
      Rule(environment: ["FORCE_COLOR": "0"], onTerminal: true, inPipe: false),
      Rule(environment: ["FORCE_COLOR": ""], onTerminal: true, inPipe: false),
      Rule(environment: ["CLICOLOR_FORCE": "1"], onTerminal: true, inPipe: true),
      Rule(environment: ["CLICOLOR_FORCE": "0"], onTerminal: true, inPipe: false),
      Rule(
        environment: ["CLICOLOR_FORCE": "0", "FORCE_COLOR": "1"], onTerminal: true, inPipe: true),
      Rule(environment: ["CLICOLOR_FORCE": "1", "CLICOLOR": "0"], onTerminal: true, inPipe: true),
      Rule(environment: ["CLICOLOR": "0"], onTerminal: false, inPipe: false),
      Rule(environment: ["CLICOLOR": "1"], onTerminal: true, inPipe: false),
      Rule(environment: ["TERM": "dumb"], onTerminal: false, inPipe: false),
      Rule(environment: ["TERM": "dumb", "FORCE_COLOR": "1"], onTerminal: true, inPipe: true),
      Rule(environment: ["TERM": "xterm-256color"], onTerminal: true, inPipe: false),
    ])
  func color(rule: Rule) {
    #expect(
      Style.isColored(rule.choice, rule.environment, isTerminal: true) == rule.onTerminal)
    #expect(Style.isColored(rule.choice, rule.environment, isTerminal: false) == rule.inPipe)
  }

  @Test(
    "Marks beyond ASCII need a locale of UTF-8, or none at all",
    arguments: [
      ([:], true), (["LANG": "C.UTF-8"], true), (["LANG": "en_US.utf8"], true),
      (["LANG": "de_DE.UTF-8@euro"], true), (["LANG": "de_DE.ISO-8859-1"], false),
      (["LANG": "de_DE@euro"], false), (["LANG": "de_DE"], false), (["LANG": "C"], false),
      (["LANG": "POSIX"], false), (["LANG": "ja_JP.EUC-JP"], false), (["LANG": ""], true),
      (["LC_ALL": "C", "LANG": "C.UTF-8"], false), (["LC_ALL": "", "LANG": "C.UTF-8"], true),
      (["LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
      (["LC_ALL": "C.UTF-8", "LC_CTYPE": "C", "LANG": "C"], true),
    ] as [([String: String], Bool)])
  func locale(environment: [String: String], isUTF8: Bool) {
    #expect(Style.isUTF8(environment) == isUTF8)
  }

  @Test("The program obeys: colour, marks, and --ascii")
  func program() async throws {
    var tool = try Tool()
    _ = try await tool.run("import", "-", input: History.blocked())
    #expect(
      try await tool.run("list", "-o", "table", "--color", "always").output.contains("\u{1b}["))
    #expect(!(try await tool.run("list", "-o", "table").output.contains("\u{1b}")))
    let marked = try await tool.run("list", "-o", "table").output
    #expect(!marked.utf8.allSatisfy { $0 < 0x80 })
    #expect(
      try await tool.run("list", "-o", "table", "--ascii").output.utf8.allSatisfy { $0 < 0x80 })
    tool.environment["LANG"] = "de_DE.ISO-8859-1"
    #expect(try await tool.run("list", "-o", "table").output.utf8.allSatisfy { $0 < 0x80 })
  }
}
