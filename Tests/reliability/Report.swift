internal import ArgumentParser
internal import Foundation

/// Adds up the records of runs in a page.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Add the records of runs up in a page.")

  private static let begin = "<!-- begin runs -->"
  private static let end = "<!-- end runs -->"
  private static var methods: [any BreakingMethod.Type] {
    [
      Kills.self, CrashStates.self, Flips.self, LostPages.self, Disk.self, Processes.self,
      ModelMethod.self, Tampering.self, Backups.self,
    ]
  }

  @Argument(help: "Files of records.") var results: [String]
  @Option(help: "The page; what stands between its marks is replaced.") var page: String

  func run() async throws {
    let records = try results.flatMap { try RunRecord.all(in: $0) }
    let text = try String(contentsOfFile: page, encoding: .utf8)
    guard let start = text.range(of: Self.begin + "\n"), let stop = text.range(of: Self.end) else {
      throw ValidationError("\(page) has no '\(Self.begin)' and '\(Self.end)'")
    }
    let rules = Dictionary(
      Self.methods.map { ($0.name, (rule: $0.rule, units: $0.units)) }, uniquingKeysWith: { $1 })
    var lines = [
      "", "| method | runs | violations | seeds | seconds | builds | machine, days |",
      "|---|---|---|---|---|---|---|",
    ]
    let names = Set(records.map(\.method)).sorted()
    for name in names {
      lines.append(Self.row(name, records.filter { $0.method == name }, rules[name]?.units))
    }
    for name in names {
      lines += ["", "### \(name)", ""]
      if let rule = rules[name]?.rule { lines += [rule, ""] }
      let counts = RunRecord.summary(records.filter { $0.method == name })
      lines +=
        ["| counted | |", "|---|---|"]
        + counts.map { count in
          let halves = count.split(separator: ":", maxSplits: 1)
          return "| \(halves[0]) | \(halves.last?.trimmingCharacters(in: .whitespaces) ?? "") |"
        }
    }
    lines.append("")
    let made =
      text[..<start.upperBound] + lines.joined(separator: "\n") + "\n" + text[stop.lowerBound...]
    try String(made).write(toFile: page, atomically: true, encoding: .utf8)
  }

  private static func row(_ name: String, _ records: [RunRecord], _ units: String?) -> String {
    func all(_ value: (RunRecord) -> String) -> String {
      Set(records.map(value)).sorted().joined(separator: ", ")
    }
    let count = records.reduce(0) { $0 + $1.count }
    let violations = records.reduce(0) { $0 + $1.violations.count }
    let seconds = Int(records.reduce(0) { $0 + $1.seconds })
    return "| \(name) | \(count) \(units ?? "inputs") | \(violations) | \(all { "\($0.seed)" }) | "
      + "\(seconds) | \(all(\.build)) | \(all(\.machine)), \(all(\.date)) |"
  }
}
