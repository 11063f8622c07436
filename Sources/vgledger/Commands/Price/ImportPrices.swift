internal import ArgumentParser
internal import Ledger
internal import Providers
internal import SystemPackage

/// `price import`: declares the prices of a file.
struct ImportPrices: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "import", abstract: "Declare the prices of a file; a second time adds nothing.",
    discussion: """
      JSON lines as 'export prices' writes them, or CSV with a header of: model, amount (or price, as
      0.40 USD/s), currency, unit, account or provider, resolution, audio, batch, from, until,
      source. Rows that are no price are told with their lines; the rest goes in.
      """)

  private static let bytesMost = 64 << 20
  private static let rejectionsTold = 20

  @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "file"))
  var file: String
  @Option(help: "The source of rows that name none; else the file's name.") var source: String?
  @Option(help: "The currency of rows that name none.") var currency: String?
  @Flag(help: "Only say what would be added.") var dryRun = false

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.priceImport, context)
    let rows = try PriceFileRows.read(
      bytes(), PriceFileRows.Defaults(source: source ?? sourceName, currency: currency),
      context.times(in: nil))
    let ledger = dryRun ? try existing(context) : try await context.openOrCreate()
    var prices = PriceImport(try ledger?.snapshot().priceBook() ?? .builtIn)
    let new = rows.inOrderOfDeclaration.filter {
      prices.isNew($0.terms, isBuiltIn: $0.isBuiltIn)
    }
    if !dryRun, let ledger, !new.isEmpty {
      let now = context.recordingClock()
      _ = try ledger.appendAndWait(
        new.map { row in
          EventDraft(
            subject: .ledger, source: .person, observed: now,
            fact: .ledgerPrice(PriceDeclaration(row.terms, by: context.actor)))
        })
    }
    for rejection in rows.rejections.prefix(Self.rejectionsTold) {
      context.output.note("line \(rejection.line): \(rejection.why.escaped)")
    }
    add(new.count, rows, to: &report)
    try report.print(ledger)
    let rejected = rows.rejections.count
    if rejected > 0 {
      throw Failure(
        .badData,
        "\(rejected) \(rejected == 1 ? "row is" : "rows are") no price"
          + (dryRun ? "" : "; the others went in"))
    }
  }

  private func add(_ added: Int, _ rows: PriceFileRows, to report: inout Report) {
    let had = rows.prices.count - added
    report.add(
      "\(dryRun ? "would add" : "added") \(added), had \(had), rejected \(rows.rejections.count)",
      [
        ("dry_run", .boolean(dryRun)), ("added", .number(String(added))),
        ("had", .number(String(had))),
        ("rejected", .number(String(rows.rejections.count))),
        (
          "rejections",
          .array(
            rows.rejections.map {
              .members([("line", .number(String($0.line))), ("reason", .string($0.why))])
            })
        ),
      ])
  }

  private var sourceName: String {
    file == "-" ? "standard input" : FilePath(file).lastComponent?.string ?? file
  }

  private func existing(_ context: Context) throws -> Ledger? {
    do {
      return try context.openForReading()
    } catch LedgerError.notFound {
      return nil
    }
  }

  private func bytes() throws -> [UInt8] {
    try WholeFile.read(file, upTo: Self.bytesMost)
  }
}

/// A file of a bounded size.
enum WholeFile {
  private static let pieceBytes = 1 << 16

  /// Reads a file, or standard input for `-`.
  static func read(_ path: String, upTo most: Int) throws -> [UInt8] {
    let descriptor = try ImportFile(path: path == "-" ? nil : path).open()
    defer { if path != "-" { try? descriptor.close() } }
    var bytes: [UInt8] = []
    while true {
      let piece = try StandardInput.piece(of: descriptor, upTo: pieceBytes)
      if piece.isEmpty { return bytes }
      bytes += piece
      guard bytes.count <= most else {
        throw Failure(.badData, "\(path.escaped) is larger than \(Words.bytes(most))")
      }
    }
  }
}
