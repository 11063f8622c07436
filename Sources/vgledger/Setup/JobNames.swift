internal import Ledger
internal import Providers

extension LedgerSnapshot {
  /// The one job of that name: an id, a key, a unique prefix, `@last`, `@-2`.
  ///
  /// `account`: only jobs of this account are meant.
  func job(named name: String, account: String? = nil) throws -> Job {
    if name.hasPrefix("@") { return try recent(name) }
    let text = JobID(recognizing: name)?.text ?? name
    switch try find(text, account: account) {
    case .one(let job): return job
    case .none:
      throw Failure(
        .jobUnknown,
        "no job '\(name.escaped)' in this ledger; 'vgledger list' shows what is there"
          + (name.utf8.count < 4 ? ", and a prefix needs four characters" : ""))
    case .several(let jobs):
      let names = jobs.map { job in
        "\(job.key.text) (\(job.account.escaped) \(job.nativeID.escaped.clipped(to: 60)))"
      }
      let isWhole = jobs.allSatisfy { $0.nativeID == jobs[0].nativeID }
      throw Failure(
        .usage,
        "'\(name.escaped)' could be \(names.joined(separator: " or ")); "
          + (isWhole ? "use the key" : "write more of it"))
    }
  }

  private func recent(_ name: String) throws -> Job {
    var back = 0
    if name != "@last" {
      guard let number = Int(name.dropFirst()), number < 0 else {
        throw Failure(.usage, "'\(name.escaped)' is no job; write @last, or @-2 for the one before")
      }
      back = -number - 1
    }
    guard let job = try newest(back: back) else {
      throw Failure(.jobUnknown, "there is no job \(name) in this ledger: it has fewer")
    }
    return job
  }
}

extension Ledger {
  /// The one job of that name, and its key as people read it.
  func job(named name: String) throws -> (job: Job, key: ShortKey) {
    let snapshot = try snapshot()
    let job = try snapshot.job(named: name)
    return (job, try snapshot.shortKey(of: job))
  }
}

/// Names on the command line, and on standard input where `-` stands for them.
enum NameArguments {
  static func all(_ names: [String]) throws -> [String] {
    var all: [String] = []
    for name in names {
      if name == "-" {
        while let line = readLine() {
          let word = line.split(separator: "\t").first.map(String.init) ?? ""
          if !word.isEmpty { all.append(word) }
        }
      } else {
        all.append(name)
      }
    }
    return all
  }
}
