internal import ArgumentParser
internal import FoundationEssentials
internal import Ledger
internal import Providers

/// One thing that a shell may offer for the word under the cursor.
struct Candidate: Equatable {
  var text: String
  var says = ""
}

/// What a shell may offer: words, or names of files, which it knows better itself.
struct Completion: Equatable {
  var candidates: [Candidate] = []
  var offersFiles = false

  /// What a shell reads: a line a word, with what it means behind a tab; `:files` for files.
  var text: String {
    candidates.map { $0.says.isEmpty ? $0.text + "\n" : "\($0.text)\t\($0.says)\n" }.joined()
      + (offersFiles ? ":files\n" : "")
  }

  /// What may stand in the place of the last word.
  ///
  /// `words`: after the program's name; the last one is what is written so far, perhaps nothing.
  ///
  /// `values`: what is in the ledger and the configuration.
  static func of(_ words: [String], _ values: CompletionValues) throws(Failure) -> Self {
    var completion = Self()
    let current = words.last ?? ""
    let before = Array(words.dropLast())
    let rest = GlobalWords(before).rest
    let (type, taken) = CommandLineParsing.named(rest)
    let last = CommandLineParsing.type(Array(rest.prefix(taken)))
    var arguments = try CommandTree.of(Vgledger.self).arguments
    if let type { arguments = try CommandTree.of(type).arguments + arguments }
    let option = before.last.flatMap { word in
      arguments.first { $0.kind == .option && $0.optionNames.contains(word) }
    }
    if let option {
      completion = of(option, current, values)
    } else if current.hasPrefix("--"), let equals = current.firstIndex(of: "=") {
      let name = String(current[..<equals])
      guard let argument = arguments.first(where: { $0.optionNames.contains(name) }) else {
        return completion
      }
      completion = of(argument, String(current[current.index(after: equals)...]), values)
      for index in completion.candidates.indices {
        completion.candidates[index].text = "\(name)=\(completion.candidates[index].text)"
      }
    } else if current.hasPrefix("-") {
      completion.candidates = arguments.filter(\.shouldDisplay).flatMap { argument in
        argument.optionNames.filter { $0.hasPrefix("--") }
          .map { Candidate(text: $0, says: argument.abstract ?? "") }
      }
    } else {
      let inner = CommandLineParsing.subcommands(of: last)
      if !inner.isEmpty, rest.count == taken {
        completion.candidates = commands(inner)
      } else if type != nil {
        let places = arguments.filter { $0.kind == .positional }
        let used = positionals(rest.dropFirst(taken), arguments)
        let place = used < places.count ? places[used] : places.last { $0.isRepeating }
        if let place { completion = of(place, current, values) }
      }
    }
    completion.candidates = completion.candidates.filter { $0.text.hasPrefix(current) }
    return completion
  }

  private static func commands(_ types: [any ParsableCommand.Type]) -> [Candidate] {
    types.filter { $0.configuration.shouldDisplay }.map {
      Candidate(text: $0.configuration.commandName ?? "", says: $0.configuration.abstract)
    }
  }

  private static func of(
    _ argument: CommandTree.Argument, _ current: String, _ values: CompletionValues
  ) -> Self {
    if let all = argument.allValues, !all.isEmpty {
      return Self(candidates: all.map { Candidate(text: $0) })
    }
    let isOption = argument.kind == .option
    let name =
      isOption ? String((argument.optionNames.last ?? "").drop { $0 == "-" }) : argument.value
    switch name {
    case "jobs", "job", "job-id", "id", "term", "terms":
      return Self(candidates: values.jobs(current))
    case "provider", "account": return Self(candidates: values.accounts())
    case "name": return Self(candidates: isOption ? [] : values.accounts())
    case "project": return Self(candidates: values.projects())
    case "model": return Self(candidates: values.models())
    case "label", "name=value": return Self(candidates: values.labels(withValues: true))
    case "remove": return Self(candidates: values.labels(withValues: false))
    case "profile": return Self(candidates: values.profiles())
    case "state": return Self(candidates: list(current, JobState.allCases.map(\.word)))
    case "key": return Self(candidates: values.settings())
    case "schema":
      return Self(
        candidates: AnswerSchema.all.map { Candidate(text: $0.name, says: $0.title) })
    case "topic":
      let topics = HelpTopic.allCases.map { Candidate(text: $0.rawValue, says: $0.title) }
      return Self(
        candidates: commands(CommandLineParsing.subcommands(of: Vgledger.self)) + topics)
    case "tz": return Self(candidates: [Candidate(text: "UTC"), Candidate(text: "local")])
    case "ledger", "dir", "to", "file", "folder", "prompt-file": return Self(offersFiles: true)
    default: return Self()
    }
  }

  /// A list with commas: the words that may come after the last one.
  private static func list(_ current: String, _ known: [String]) -> [Candidate] {
    let given = current.split(separator: ",", omittingEmptySubsequences: false).dropLast()
    let head = given.map { $0 + "," }.joined()
    return known.filter { !given.contains(Substring($0)) }.map { Candidate(text: head + $0) }
  }

  /// How many of the words are no options and no options' values.
  private static func positionals(
    _ words: some Sequence<String>, _ arguments: [CommandTree.Argument]
  ) -> Int {
    let withValue = Set(arguments.filter { $0.kind == .option }.flatMap(\.optionNames))
    var count = 0
    var isValue = false
    for word in words {
      if isValue {
        isValue = false
      } else if word.hasPrefix("-"), word != "-" {
        isValue = withValue.contains(word)
      } else {
        count += 1
      }
    }
    return count
  }
}

/// What the ledger and the configuration hold that can be completed; read only where it is asked.
struct CompletionValues {
  /// The newest jobs that are looked at: an answer must come before the finger leaves the key.
  private static let jobsMost = 200
  /// And those that are offered, without a prefix.
  private static let offeredMost = 50

  let options: GlobalOptions

  private func newest() -> [Job] {
    var jobs: [Job] = []
    guard let context = try? Context(options), let ledger = try? context.openForReading(),
      let snapshot = try? ledger.snapshot()
    else { return [] }
    try? snapshot.forEachJob { job throws(LedgerError) in
      jobs.append(job)
      return jobs.count < Self.jobsMost
    }
    return jobs
  }

  /// Keys of the newest jobs, and native ids where their beginning is written already.
  func jobs(_ current: String) -> [Candidate] {
    let jobs = newest()
    if current.hasPrefix("@") { return [Candidate(text: "@last", says: "the newest job")] }
    let says = { (job: Job) in
      [job.state.word, job.model ?? "", job.project ?? ""].filter { !$0.isEmpty }
        .joined(separator: " ").escaped
    }
    let keys = jobs.map { Candidate(text: $0.key.text, says: says($0)) }
    let ids = current.isEmpty ? [] : jobs.map { Candidate(text: $0.nativeID, says: says($0)) }
    return Array(
      (keys + ids).filter { Self.isPlain($0.text) && $0.text.hasPrefix(current) }
        .prefix(Self.offeredMost))
  }

  func models() -> [Candidate] { Self.unique(newest().compactMap(\.model)) }

  func projects() -> [Candidate] { Self.unique(newest().compactMap(\.project)) }

  /// `shot=` and, with values, `shot=sc010`.
  func labels(withValues: Bool) -> [Candidate] {
    let labels = newest().flatMap { job in job.labels.map { ($0.name, $0.value) } }
    return Self.unique(labels.map { withValues ? "\($0.0)=\($0.1)" : $0.0 })
  }

  func accounts() -> [Candidate] {
    guard let context = try? Context(options) else { return [] }
    let names =
      Dialect.allCases.compactMap(\.builtInAccount)
      + (context.configuration.accounts ?? [:]).keys.sorted()
    return Self.unique(names)
  }

  func profiles() -> [Candidate] {
    guard let context = try? Context(options) else { return [] }
    return Self.unique((context.configuration.profiles ?? [:]).keys.sorted())
  }

  func settings() -> [Candidate] {
    let ofAccounts = accounts().flatMap { account in
      Setting.ofAccount.map {
        Candidate(text: "accounts.\(account.text).\($0.name)", says: $0.meaning)
      }
    }
    return Setting.all.map { Candidate(text: $0.name, says: $0.meaning) } + ofAccounts
  }

  private static func unique(_ words: [String]) -> [Candidate] {
    var seen: Set<String> = []
    return words.filter { isPlain($0) && seen.insert($0).inserted }.map { Candidate(text: $0) }
  }

  /// Words from outside are offered only where no shell could act on them, for shells put them
  /// on the command line as they are.
  private static func isPlain(_ word: String) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
          || (0x61...0x7a).contains(byte) || "-_./=:@+,".utf8.contains(byte) || byte >= 0x80
      } && word == word.escaped
  }
}
