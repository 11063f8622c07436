internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers
internal import SystemPackage

/// What a command needs to know about where and how it runs.
struct Context {
  let options: GlobalOptions
  let environment: [String: String]
  /// Where the configuration came from.
  let layers: ConfigurationLayers
  /// The moment that the command takes for now.
  let now: Moment
  /// Up to which event answers may know the log; `nil` for all of it.
  let asOf: AsOf?
  let style: Style
  let output: Output
  /// What `-o`, `--json` or `VGLEDGER_OUTPUT` asks for; `nil` for what is usual.
  let formatAsked: OutputFormat?

  /// Reads the environment and the configuration file; touches no ledger.
  ///
  /// - Parameters:
  ///   - options: As they stand on the command line.
  ///   - answersAsOf: The command looks at ``asOf``; any other refuses the option.
  /// - Throws: A ``Failure`` for what makes no sense.
  init(_ options: GlobalOptions, answersAsOf: Bool = false) throws {
    if options.asOf != nil, !answersAsOf {
      throw Failure(.usage, "this command answers from the whole log only; leave --as-of away")
    }
    self.options = options
    // An empty variable is one that is not set.
    environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    layers = try ConfigurationLayers.read(
      environment, profile: options.profile ?? environment["VGLEDGER_PROFILE"],
      folder: FileManager.default.currentDirectoryPath)
    let configuration = layers.effective
    if let zone = options.tz ?? environment["VGLEDGER_TZ"] ?? configuration.timezone {
      try Self.checkZone(zone, isOption: options.tz != nil)
      if zone != "local" { LocalTime.use(zone: zone) }
    }
    if let text = options.now ?? environment["VGLEDGER_NOW"] {
      now = try Self.read(text, options.now == nil ? "VGLEDGER_NOW" : "--now") {
        text throws(TimeError) in
        try TimePoint.instant(text, TimeContext(now: Self.clock(), zone: Self.processZone))
      }
    } else {
      now = Self.clock()
    }
    let times = TimeContext(now: now, zone: Self.processZone)
    asOf = try options.asOf.map {
      try Self.read($0, "--as-of") { text throws(TimeError) in try AsOf.parse(text, times) }
    }
    formatAsked = try Self.format(options, environment)
    style = Style(options, environment)
    output = Output(quiet: options.quiet)
  }

  /// Reads a time, and names the option in the error.
  private static func read<Value>(
    _ text: String, _ option: String, _ parse: (String) throws(TimeError) -> Value
  ) throws(Failure) -> Value {
    do throws(TimeError) {
      return try parse(text)
    } catch {
      throw Failure(.usage, "\(option): \(error.message)".escaped)
    }
  }

  private static var processZone: Zone { LocalTime.zone(named: "local") }

  /// The zone in which times are written and shown.
  var zone: Zone { LocalTime.zone(named: zoneName) }

  /// What written times are relative to.
  ///
  /// `ledger`: where the times of `seq:` are to be had; `nil` where no ledger is read.
  func times(in ledger: Ledger?) -> TimeContext {
    guard let ledger else { return TimeContext(now: now, zone: zone) }
    return TimeContext(now: now, zone: zone) { sequence throws(LedgerError) in
      try ledger.snapshot().event(at: sequence)?.observed
    }
  }

  /// What the files say together.
  var configuration: Configuration { layers.effective }

  /// Puts the project file's project and labels into the declaration of a job.
  @Sendable func declareProject(_ declaration: inout Declaration) {
    declaration.project = configuration.project
    declaration.labels = (configuration.labels ?? [:]).map { Label(name: $0.key, value: $0.value) }
      .sorted { $0.name < $1.name }
  }

  /// Refuses a zone that this machine does not know.
  static func checkZone(_ zone: String, isOption: Bool) throws(Failure) {
    guard zone == "UTC" || zone == "local" || isZone(zone) else {
      throw Failure(
        isOption ? .usage : .configuration,
        "there is no time zone '\(zone.escaped)'\(isOption ? "" : " as configured"); "
          + "try UTC or Europe/Berlin")
    }
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
  var listFormat: OutputFormat { formatAsked ?? (style.isTerminal ? .table : .tsv) }

  /// The format of answers about one thing: the same layout in a pipe.
  var reportFormat: OutputFormat { formatAsked ?? .table }

  private static func format(
    _ options: GlobalOptions, _ environment: [String: String]
  ) throws(Failure) -> OutputFormat? {
    if options.json { return .json }
    if let format = options.output { return format }
    guard let word = environment["VGLEDGER_OUTPUT"] else { return nil }
    guard let format = OutputFormat(rawValue: word) else {
      let known = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .configuration, "VGLEDGER_OUTPUT says '\(word.escaped)', which is none of \(known)")
    }
    return format
  }

  /// The ledger's folder, absolute.
  var folder: String {
    let path =
      options.ledger ?? environment["VGLEDGER_DIR"]
      ?? configuration.ledger?.inHome(environment) ?? defaultFolder
    return path.absolute
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
