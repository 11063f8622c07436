internal import FoundationEssentials

/// The pager for long answers on a terminal.
struct PagerCommand: Equatable {
  /// For a shell.
  let command: String
  let environment: [String: String]
  /// Rows of the terminal; an answer that fills them goes through the pager.
  let screenRows: Int

  /// `nil` where there is no terminal, no pager, or no wish for one.
  init?(_ context: Context) {
    guard context.style.isTerminal, context.options.format.pager == .auto,
      let rows = Terminal.rows(),
      let command = Self.command(context.environment, isInstalled: Self.isInstalled)
    else { return nil }
    self.command = command
    environment = Self.environment(context.environment)
    screenRows = rows
  }

  /// `VGLEDGER_PAGER`, else `PAGER`, else `less`; `cat` and a terminal that is dumb mean none.
  static func command(
    _ environment: [String: String], isInstalled: (String, String) -> Bool
  ) -> String? {
    guard environment["TERM"] != "dumb" else { return nil }
    if let command = environment["VGLEDGER_PAGER"] ?? environment["PAGER"] {
      let words = command.split(separator: " ")
      return words.isEmpty || words == ["cat"] ? nil : command
    }
    return isInstalled("less", environment["PATH"] ?? "") ? "less" : nil
  }

  /// What the pager gets: `LESS` says -FRX unless it says something already, as git does.
  static func environment(_ environment: [String: String]) -> [String: String] {
    environment.merging(["LESS": "FRX", "LV": "-c"]) { own, _ in own }
  }

  private static func isInstalled(_ program: String, _ path: String) -> Bool {
    path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }
}
