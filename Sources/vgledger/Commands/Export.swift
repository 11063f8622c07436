internal import ArgumentParser
internal import Ledger
internal import Providers

/// `export`: the ledger in other forms.
struct Export: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case observations
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the ledger in another form, for other programs.",
    discussion: """
      observations  every event, a JSON line each; 'import --from observations' reads it back

      A file is written aside and put in its place when it is whole.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The form: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: Format
  @Option(help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file"))
  var to: String?

  func run() throws {
    let context = try Context(options)
    let ledger = try context.openForReading()
    let destination = try ExportDestination(to, context.output)
    switch format {
    case .observations: try exportObservations(ledger, destination)
    }
    try destination.finish()
  }

  private func exportObservations(_ ledger: Ledger, _ destination: ExportDestination) throws {
    let pages = EventPages(ledger: ledger, head: try ledger.snapshot().head())
    try pages.read { event, job in
      guard let members = ObservationExport.members(event, of: job) else { return }
      try destination.write(JSON.members(members).compactText + "\n")
    }
  }
}
