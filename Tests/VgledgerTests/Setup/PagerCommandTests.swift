import Testing

@testable import vgledger

@Suite("the pager")
struct PagerCommandTests {
  struct Rule: CustomTestStringConvertible, Sendable {
    let environment: [String: String]
    var hasLess = true
    var installed: Set<String> = ["more", "most", "cat"]
    let command: String?

    var testDescription: String { "\(environment), less \(hasLess)" }
  }

  @Test(
    "VGLEDGER_PAGER, then PAGER, then less; cat, nothing and a dumb terminal mean none",
    arguments: [
      Rule(environment: [:], command: "less"),
      Rule(environment: [:], hasLess: false, command: nil),
      Rule(environment: ["PAGER": "more"], command: "more"),
      Rule(environment: ["PAGER": "less -S"], command: "less -S"),
      Rule(environment: ["PAGER": "less -S"], hasLess: false, command: nil),
      Rule(environment: ["PAGER": "nosuchpager"], command: nil),
      Rule(environment: ["PAGER": "LESS=S less"], command: "LESS=S less"),
      Rule(environment: ["PAGER": "$MY_PAGER"], command: "$MY_PAGER"),
      Rule(environment: ["PAGER": "cat"], command: nil),
      Rule(environment: ["PAGER": " cat "], command: nil),
      Rule(environment: ["PAGER": "cat -n"], command: "cat -n"),
      Rule(environment: ["PAGER": "  "], command: nil),
      Rule(environment: ["VGLEDGER_PAGER": "cat", "PAGER": "more"], command: nil),
      Rule(environment: ["VGLEDGER_PAGER": "most", "PAGER": "more"], command: "most"),
      Rule(environment: ["PAGER": "more", "TERM": "dumb"], command: nil),
    ])
  func command(rule: Rule) {
    #expect(
      PagerCommand.command(
        rule.environment,
        isInstalled: { program, _ in
          rule.installed.contains(program) || rule.hasLess && program == "less"
        }) == rule.command)
  }

  @Test("less gets FRX, unless LESS says something already; colours need its R")
  func environment() {
    for isColored in [false, true] {
      #expect(
        PagerCommand.environment(["A": "b"], isColored: isColored)
          == ["A": "b", "LESS": "FRX", "LV": "-c"])
    }
    let own = ["LESS": "S", "LV": "-l"]
    #expect(PagerCommand.environment(own, isColored: false) == own)
    #expect(
      PagerCommand.environment(own, isColored: true) == ["LESS": "-R S", "LV": "-l"])
  }
}
