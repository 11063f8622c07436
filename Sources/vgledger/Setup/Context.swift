internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers
internal import SystemPackage

/// What a command needs to know about where and how it runs.
struct Context {
  let options: GlobalOptions
  let environment: [String: String]
  let configuration: Configuration
  /// The moment that the command takes for now.
  let now: Moment
  let style: Style
  let output: Output

  /// Reads the environment and the configuration file; touches no ledger.
  init(_ options: GlobalOptions) throws {
    self.options = options
    // An empty variable is one that is not set.
    environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    configuration = try Configuration.read(environment)
    if let zone = options.tz ?? environment["VGLEDGER_TZ"] ?? configuration.timezone {
      guard zone == "UTC" || zone == "local" || Self.isZone(zone) else {
        let isOption = options.tz != nil
        throw Failure(
          isOption ? .usage : .configuration,
          "there is no time zone '\(zone.escaped)'\(isOption ? "" : " as configured"); "
            + "try UTC or Europe/Berlin")
      }
      if zone != "local" { LocalTime.use(zone: zone) }
    }
    if let text = options.now ?? environment["VGLEDGER_NOW"] {
      now = try TimeText.moment(text, "--now")
    } else {
      now = Self.clock()
    }
    style = Style(options, environment)
    output = Output(quiet: options.quiet)
  }

  private static func isZone(_ name: String) -> Bool {
    guard !name.isEmpty, !name.contains(".."), !name.hasPrefix("/") else { return false }
    return FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/" + name)
  }

  /// The wall clock.
  @Sendable static func clock() -> Moment { Moment(Date()) }

  /// What is said about now when events are written: the wall clock, or what `--now` fixes.
  var recordingClock: @Sendable () -> Moment {
    guard options.now != nil || environment["VGLEDGER_NOW"] != nil else { return Self.clock }
    let fixed = now
    return { fixed }
  }

  /// The format asked for; lists are tab separated in a pipe.
  var listFormat: OutputFormat {
    if options.json { return .json }
    return options.output ?? (style.isTerminal ? .table : .tsv)
  }

  /// The format of answers about one thing: the same layout in a pipe.
  var reportFormat: OutputFormat { options.json ? .json : options.output ?? .table }

  /// The ledger's folder, absolute.
  var folder: String {
    let path = options.ledger ?? environment["VGLEDGER_DIR"] ?? defaultFolder
    var absolute =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    while absolute.count > 1, absolute.hasSuffix("/") { absolute.removeLast() }
    return absolute
  }

  private var defaultFolder: String {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return data + "/vgledger/main"
    }
    return (environment["HOME"] ?? "") + "/.local/share/vgledger/main"
  }

  /// Opens the ledger for questions.
  func openForReading() throws -> Ledger { try Ledger.open(readOnly: folder) }

  /// Opens the ledger for appends.
  func openForAppending() throws -> Ledger { try Ledger.open(folder, now: recordingClock) }

  /// Opens the ledger for appends, and makes it where there is none.
  func openOrCreate() async throws -> Ledger {
    do {
      return try openForAppending()
    } catch LedgerError.notFound {
      let ledger = try await Ledger.create(
        folder, origin: nil, tool: Version.tool, now: recordingClock)
      output.note("made a new ledger in \(folder)")
      return ledger
    }
  }

  /// The name of the zone in which times are shown.
  var zoneName: String {
    options.tz ?? environment["VGLEDGER_TZ"] ?? configuration.timezone ?? environment["TZ"]
      ?? "local time"
  }

  /// The person or machine account behind this command.
  var actor: String? { environment["USER"] ?? environment["LOGNAME"] }
}
