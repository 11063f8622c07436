import ArgumentParser
import SystemPackage

/// `fates`: what jobs may meet.
struct ListFates: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fates", abstract: "List the fates of jobs: a name, a tab, what happens.")

  func run() throws {
    let text = Fate.allCases.map { "\($0.rawValue)\t\($0.sentence)\n" }.joined()
    try FileDescriptor.standardOutput.writeAll(text.utf8)
  }
}
