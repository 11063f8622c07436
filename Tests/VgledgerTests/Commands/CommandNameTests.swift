import ArgumentParser
import Testing

@testable import vgledger

struct CommandNameTests {
  @Test("Each command has the name by which it is found", arguments: CommandName.allCases)
  func names(command: CommandName) {
    let configuration = command.type.configuration
    #expect(configuration.commandName == command.rawValue)
    for word in [command.rawValue] + configuration.aliases {
      #expect(CommandName(word) == command)
    }
  }

  @Test(
    "What is no command is none", arguments: ["", "Show", "sho", "show ", "--show", "exitCodes"])
  func unknown(word: String) {
    #expect(CommandName(word) == nil)
  }

  @Test("Every command inside another can be run", arguments: CommandName.allCases)
  func inner(command: CommandName) {
    let configuration = command.type.configuration
    #expect(
      CommandLineParsing.subcommands(of: command.type).count == configuration.subcommands.count)
    if let usual = configuration.defaultSubcommand { #expect(usual is any LedgerCommand.Type) }
    #expect((command.type is any CommandFamily.Type) == !configuration.subcommands.isEmpty)
  }

  @Test("Help lists each command once, in the order of the names")
  func groups() {
    let groups = Vgledger.configuration.groupedSubcommands
    #expect(groups.map(\.name) == ["Ask", "Record", "Money", "Prove", "Export", "Upkeep"])
    #expect(
      groups.flatMap(\.subcommands).map { $0.configuration.commandName }
        == CommandName.allCases.map(\.rawValue))
  }
}
