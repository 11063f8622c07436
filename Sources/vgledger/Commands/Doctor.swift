internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// `doctor`: looks at ledger, configuration and accounts, and changes nothing.
struct Doctor: LedgerCommand {
  static let configuration = CommandConfiguration(
    subcommand: "doctor", abstract: "Check ledger, configuration and accounts; change nothing.",
    discussion: """
      With --ask each account that has a key is asked one question that changes nothing, which tells \
      whether it answers, takes its key, and has the same time. No key is ever printed.
      """)

  @Flag(help: "Also ask each account that has a key.") var ask = false

  /// LMDB versions that destroy shared locks when the last process closes.
  private static let badStores = ["0.9.26", "0.9.27", "0.9.28", "0.9.29", "0.9.30", "0.9.31"]

  private enum Level: String {
    case good = "✓"
    case warning = "!"
    case bad = "✗"
    case note = "·"

    var word: String {
      switch self {
      case .good: "ok"
      case .warning: "warning"
      case .bad: "failed"
      case .note: "note"
      }
    }

    var plain: String {
      switch self {
      case .good: "ok"
      case .warning: "! "
      case .bad: "X "
      case .note: "- "
      }
    }
  }

  private struct Finding {
    let part: String
    let level: Level
    let text: String
  }

  func run(_ options: GlobalOptions) async throws {
    let context = try Context(options)
    var report = try Report(.doctor, context)
    var isReadable = true
    do {
      guard try Reading.isOwnProcess(context, faultExit: .verifyDiffers) else { return }
    } catch let code as ExitCode where code.rawValue == ExitStatus.verifyDiffers.rawValue {
      isReadable = false
    } catch is Failure {
      isReadable = false
    }
    let accounts = try Accounts(
      context.configuration, context.environment, note: context.output.note)
    if ask { await accounts.openKeys() }
    let (proxies, bad) = Self.proxies(context)
    var answers: [String: AccountQuestions.Answered] = [:]
    if ask, let proxies { answers = try await AccountQuestions.ask(accounts.all, proxies) }
    let findings =
      (isReadable ? ledger(context) : Self.unreadable) + published(context)
      + configuration(context) + bad
      + self.accounts(accounts, answers, proxies ?? .none, context) + store()
    var part = ""
    for finding in findings {
      if !finding.part.isEmpty { part = finding.part }
      let mark = context.style.isASCII ? finding.level.plain : finding.level.rawValue
      report.add(
        "  \(finding.part.padded(to: 9)) \(mark) \(finding.text)",
        [
          ("part", .string(part)), ("level", .string(finding.level.word)),
          ("text", .string(finding.text)),
        ])
    }
    func count(_ level: Level) -> Int { findings.filter { $0.level == level }.count }
    let counts = [
      ("failed", count(.bad)), ("warnings", count(.warning)), ("ok", count(.good)),
      ("notes", count(.note)),
    ]
    report.head = ["\(Version.text)   read-only: nothing is changed"]
    report.foot = [counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")]
    report.totals = counts.map { ($0.0, .number(String($0.1))) }
    try report.print(isReadable ? try? context.openForReading() : nil)
    if count(.bad) > 0 { throw Failure(.doctorFailed, "") }
  }

  private func ledger(_ context: Context) -> [Finding] {
    do {
      let ledger = try context.openForReading()
      let snapshot = try ledger.snapshot()
      let head = try snapshot.head()
      var findings = [
        Finding(
          part: "ledger", level: .good,
          text: "opens, \(try snapshot.jobCount()) jobs, \(try snapshot.openJobCount()) open, "
            + "log #\(head.rawValue), \(Words.bytes(try ledger.fileBytes())) of a map of "
            + "\(Words.bytes(try ledger.mapBytes()))")
      ]
      if let newest = try snapshot.event(at: head) {
        findings.append(
          Finding(
            part: "", level: .good,
            text: "last event \(Words.ago(newest.recorded, context.now)), its hash is right"))
      }
      _ = try snapshot.creation()  // which says whose log it is
      return findings + permissions(context.folder) + moved(try snapshot.accounts(), context)
    } catch let error as LedgerError {
      if case .notFound = error {
        return [Finding(part: "ledger", level: .note, text: Failure(error).message)]
      }
      return [Finding(part: "ledger", level: .bad, text: Failure(error).message)]
    } catch {
      return [Finding(part: "ledger", level: .bad, text: "\(error)".firstLine)]
    }
  }

  /// What is left to say where the file has ended the process that read it.
  private static let unreadable = [
    Finding(
      part: "ledger", level: .bad,
      text: "the data file is damaged, and cannot be read  → restore a backup, or vgledger salvage")
  ]

  /// How old the newest checkpoint is that was put elsewhere.
  private func published(_ context: Context) -> [Finding] {
    let places = context.checkpointPlaces
    guard !places.isEmpty else {
      return [
        Finding(
          part: "proof", level: .note,
          text: "no checkpoint is kept elsewhere  → vgledger config set checkpoint.to FOLDER")
      ]
    }
    let published = PublishedCheckpoints(in: places)
    var findings = published.empty.map { place in
      Finding(part: "proof", level: .warning, text: "no checkpoint lies in \(place.escaped)")
    }
    if let newest = published.newest {
      let age = Duration.milliseconds(context.now.milliseconds(since: newest))
      findings.append(
        Finding(
          part: findings.isEmpty ? "proof" : "",
          level: age > context.checkpointInterval * 2 ? .warning : .good,
          text: "newest checkpoint \(Words.ago(newest, context.now)), "
            + (places.count == 1 ? "1 place" : "\(places.count) places")))
    }
    return findings
  }

  private func permissions(_ folder: String) -> [Finding] {
    guard FileManager.default.fileExists(atPath: folder + "/signing-key") else {
      return [
        Finding(
          part: "", level: .warning,
          text: "the signing key is missing; checkpoints cannot be signed  → restore signing-key")
      ]
    }
    return ["", "/data.mdb", "/signing-key"].compactMap { name in
      guard let mode = FileMode.of(folder + name), mode & 0o077 != 0 else { return nil }
      return Finding(
        part: "", level: .warning,
        text: "\(folder + name) can be read by others  → chmod go= \(folder + name)")
    }
  }

  private func moved(_ bound: [AccountBinding], _ context: Context) -> [Finding] {
    guard let accounts = try? Accounts(context.configuration, context.environment) else {
      return []
    }
    return bound.compactMap { binding in
      guard let configured = accounts.all[binding.name]?.account.baseURL,
        configured != binding.origin
      else { return nil }
      return Finding(
        part: binding.name, level: .bad,
        text: "stands for \(binding.origin) in this ledger, but \(configured) is configured  "
          + "→ vgledger account rebind \(binding.name)")
    }
  }

  private func configuration(_ context: Context) -> [Finding] {
    let path = ConfigurationLayers.userPath(context.environment)
    let isThere = FileManager.default.fileExists(atPath: path)
    return [
      Finding(
        part: "config", level: isThere ? .good : .note,
        text: isThere
          ? "\(path), prompts: \(context.configuration.prompts.rawValue)"
          : "none at \(path); prompts are kept in full")
    ]
  }

  private func accounts(
    _ accounts: Accounts, _ answers: [String: AccountQuestions.Answered], _ proxies: Proxies,
    _ context: Context
  ) -> [Finding] {
    accounts.all.keys.sorted().compactMap { name in
      guard let access = accounts.all[name] else { return nil }
      let ways = Self.ways(name, accounts, access, proxies)
      if let answer = answers[name] {
        let finding = Self.finding(name, answer, context)
        return Finding(part: name, level: finding.level, text: finding.text + ways)
      }
      if access.retiredSince != nil, !access.isUsable {
        return Finding(part: name, level: .note, text: "retired")
      }
      let words = accounts.keyWords(name)
      guard access.isUsable || words != "not set" else {
        return Finding(part: name, level: .note, text: "no key; set \(access.keyName) to ask it")
      }
      return Finding(
        part: name, level: .good, text: "key \(words), asks \(access.account.baseURL)\(ways)")
    }
  }

  /// Where the account's key comes from, and which proxy its questions go through.
  private static func ways(
    _ name: String, _ accounts: Accounts, _ access: AccountAccess, _ proxies: Proxies
  ) -> String {
    var ways: [String] = []
    if accounts.keyWords(name) != "not set" {
      ways.append("key source: \(accounts.keyOrigin(name))")
    }
    let base = access.account.baseURL.replacing("{location}", with: "location")
    if let proxy = ResultAddress(base).flatMap(proxies.proxy) {
      ways.append("through the proxy \(proxy.shown.escaped)")
    }
    return ways.isEmpty ? "" : "  (\(ways.joined(separator: "; ")))"
  }

  /// `nil`, and what is wrong, where nobody can be asked.
  private static func proxies(_ context: Context) -> (Proxies?, [Finding]) {
    do throws(Failure) {
      return (try context.proxies(), [])
    } catch {
      return (nil, [Finding(part: "proxy", level: .bad, text: error.message)])
    }
  }

  /// What the account's answer to a question tells.
  private static func finding(
    _ name: String, _ answered: AccountQuestions.Answered, _ context: Context
  ) -> Finding {
    func finding(_ level: Level, _ text: String) -> Finding {
      Finding(part: name, level: level, text: text)
    }
    switch answered.outcome {
    case .notAskable: return finding(.note, "key set; only a job can be asked about")
    case .unreachable(let unreachable):
      let why = [unreachable.cause.rawValue, unreachable.detail].compactMap(\.self)
      return finding(.bad, "does not answer: \(why.joined(separator: ", ").escaped)")
    case .answer(.keyRefused): return finding(.bad, "refuses its key  → check the key")
    case .answer(.troubled(let status)):
      return finding(.warning, "answers \(status); it has troubles of its own")
    case .answer(.slowDown): return finding(.warning, "asks to slow down (429)")
    case .answer(.answers(let status)):
      let word = status.map(String.init) ?? "something"
      return finding(.note, "answers \(word); whether its key works is not told")
    case .answer(.keyWorks): break
    }
    if let skew = answered.clockAhead(context.recordingClock()), skew.magnitude > 2000 {
      let word = skew > 0 ? "ahead of" : "behind"
      return finding(
        .warning,
        "key works; this clock is \(Words.duration(Int64(skew.magnitude))) \(word) its Date header"
          + "  → set the clock")
    }
    let took = answered.latencyMilliseconds.map { ", answered in \($0) ms" } ?? ""
    return finding(.good, "key works\(took)")
  }

  private func store() -> [Finding] {
    let version = LedgerError.storeVersion
    return Self.badStores.contains(version)
      ? [
        Finding(
          part: "store", level: .bad,
          text: "LMDB \(version) destroys locks that other processes hold  → use 0.9.24 or 0.9.33")
      ] : [Finding(part: "store", level: .good, text: "LMDB \(version)")]
  }
}
