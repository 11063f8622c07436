/// The words of a command line: those that are options of every command, and the others.
///
/// Options of every command may stand before the command's name and after it, up to `--`.
struct GlobalWords: Equatable {
  private(set) var options: [String] = []
  private(set) var rest: [String] = []
  /// Options of the command, perhaps, behind which an option of every command stands: where such a
  /// one takes a value, it has none.
  private(set) var interrupted: [String] = []

  // Lists: a process that looks through one once would pay more to make a set of it.
  private static let withValue = [
    "--ledger", "--profile", "--output", "-o", "--tz", "--now", "--as-of", "--color",
    "--fields", "--limit", "-n", "--time", "--pager",
  ]
  private static let switches = [
    "--json", "--ascii", "--no-input", "--quiet", "--verbose", "--no-header", "--meta",
    "--csv-safe", "--no-csv-safe", "--wide-ids",
  ]

  init(_ arguments: some Sequence<String>) {
    var words = Array(arguments)[...]
    while let word = words.popFirst() {
      if word == "--" {
        rest += [word] + words
        return
      }
      let count = options.count
      if Self.withValue.contains(word) || Self.isPackedWithValue(word) {
        options.append(word)
        if let value = words.popFirst() { options.append(value) }
      } else if Self.isSwitch(word) || Self.hasValueInside(word) {
        options.append(word)
      } else {
        rest.append(word)
      }
      if options.count > count, let before = rest.last, before.hasPrefix("-"), before != "-" {
        interrupted.append(before)
      }
    }
  }

  /// `--json`, `-q`, and several letters together, such as `-vv`.
  private static func isSwitch(_ word: String) -> Bool {
    if switches.contains(word) { return true }
    guard word.hasPrefix("-"), word.utf8.count > 1 else { return false }
    return word.utf8.dropFirst().allSatisfy { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "v") }
  }

  /// `-qn`, with the value of the last letter behind it.
  private static func isPackedWithValue(_ word: String) -> Bool {
    guard let last = word.last, last == "n" || last == "o" else { return false }
    return isSwitch(String(word.dropLast()))
  }

  /// `--tz=UTC`.
  private static func hasValueInside(_ word: String) -> Bool {
    word.hasPrefix("-") && withValue.contains { word.hasPrefix($0 + "=") }
  }
}
