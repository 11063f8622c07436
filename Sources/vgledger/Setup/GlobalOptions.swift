internal import ArgumentParser

/// What every command takes; may stand before or after the command's name.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger's folder.", valueName: "dir"))
  var ledger: String?

  @Option(help: ArgumentHelp("A profile of the configuration.", valueName: "name"))
  var profile: String?

  @Option(name: .shortAndLong, help: "table, wide, json, jsonl, csv, tsv or md.")
  var output: OutputFormat?

  @Flag(help: "The same as -o json.")
  var json = false

  @OptionGroup var format: FormatOptions

  @Option(help: ArgumentHelp("Show times in this zone, such as Europe/Berlin.", valueName: "zone"))
  var tz: String?

  @Option(help: ArgumentHelp("Take this moment for now, for tests and reruns.", valueName: "time"))
  var now: String?

  @Option(
    help: ArgumentHelp(
      "Answer as the ledger knew it then: a place in the log, or a moment.", valueName: "time|seq"))
  var asOf: String?

  @Option(help: "auto, always or never.")
  var color = ColorChoice.auto

  @Flag(help: "No marks or bars beyond ASCII.")
  var ascii = false

  @Flag(help: "Never ask anything.")
  var noInput = false

  @Flag(name: .shortAndLong, help: "No notes on standard error.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "More of what happens.")
  var verbose: Int
}

extension GlobalOptions {
  /// What holds where the command line says nothing; the same as parsing no words, without the
  /// parser.
  static var standard: Self {
    var options = Self()
    options.ledger = nil
    options.profile = nil
    options.output = nil
    options.json = false
    options.format = .standard
    options.tz = nil
    options.now = nil
    options.asOf = nil
    options.color = .auto
    options.ascii = false
    options.noInput = false
    options.quiet = false
    options.verbose = 0
    return options
  }
}

extension FormatOptions {
  fileprivate static var standard: Self {
    var options = Self()
    options.fields = nil
    options.limit = nil
    options.noHeader = false
    options.meta = false
    options.csvSafe = true
    options.time = nil
    options.wideIds = false
    options.pager = .auto
    return options
  }
}

enum ColorChoice: String, OptionWord {
  case auto
  case always
  case never
}
