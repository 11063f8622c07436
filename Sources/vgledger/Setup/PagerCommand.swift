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
    environment = Self.environment(context.environment, isColored: context.style.isColored)
    screenRows = rows
  }

  /// `VGLEDGER_PAGER`, else `PAGER`, else `less`; `cat`, a terminal that is dumb, and a program that is
  /// not there mean none: an answer is never lost in a pager that cannot start.
  static func command(
    _ environment: [String: String], isInstalled: (String, String) -> Bool
  ) -> String? {
    guard environment["TERM"] != "dumb" else { return nil }
    if let command = environment["VGLEDGER_PAGER"] ?? environment["PAGER"] {
      let words = command.split(separator: " ")
      guard let program = words.first, words != ["cat"] else { return nil }
      // What only a shell understands is left to it.
      let isPlain = program.utf8.allSatisfy { byte in
        byte >= 0x80 || Self.plainBytes.contains(byte)
      }
      return !isPlain || isInstalled(String(program), environment["PATH"] ?? "") ? command : nil
    }
    return isInstalled("less", environment["PATH"] ?? "") ? "less" : nil
  }

  private static let plainBytes = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+".utf8)

  /// What the pager gets: `LESS` says -FRX unless it says something already, as git does; but colours
  /// need the R.
  static func environment(_ environment: [String: String], isColored: Bool) -> [String: String] {
    environment.merging(["LESS": "FRX", "LV": "-c"]) { own, usual in
      isColored && usual == "FRX" ? "-R " + own : own
    }
  }

  private static func isInstalled(_ program: String, _ path: String) -> Bool {
    if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) }
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }
}
