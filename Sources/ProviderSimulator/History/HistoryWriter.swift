/// Lines of an observations file: `account`, `job`, `observed_at`, `http_status`, `headers`, `body`.
struct HistoryWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private var day: Int64 = .min
  private var dayText: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// An answer of a provider.
  ///
  /// `declared`: what the client knows of the job, where this is the first line of it.
  mutating func answer(
    _ answer: Answer, account: String, job: String?, at moment: Moment, declared: Declared? = nil
  ) {
    begin(account: account, job: job, at: moment)
    bytes.append(contentsOf: #","http_status":"#.utf8)
    bytes.append(contentsOf: String(answer.status).utf8)
    bytes.append(contentsOf: #","headers":{"#.utf8)
    for (place, header) in answer.headers.sorted(by: { $0.key < $1.key }).enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(quoted: header.key)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(quoted: header.value)
    }
    bytes.append(UInt8(ascii: "}"))
    if let declared { append(declared) }
    end(body: answer.body)
  }

  /// The body of a webhook, kept without its signature: nothing but the body names the job.
  mutating func claim(_ body: [UInt8], account: String, at moment: Moment) {
    begin(account: account, job: nil, at: moment)
    end(body: body)
  }

  private mutating func begin(account: String, job: String?, at moment: Moment) {
    bytes.append(contentsOf: #"{"account":"#.utf8)
    bytes.append(quoted: account)
    if let job {
      bytes.append(contentsOf: #","job":"#.utf8)
      bytes.append(quoted: job)
    }
    bytes.append(contentsOf: #","observed_at":"#.utf8)
    append(moment)
  }

  private mutating func end(body: [UInt8]) {
    bytes.append(contentsOf: #","body":"#.utf8)
    bytes.append(quoted: body)
    bytes.append(contentsOf: "}\n".utf8)
  }

  private mutating func append(_ declared: Declared) {
    bytes.append(contentsOf: #","declared":{"#.utf8)
    if let submitted = declared.submitted {
      bytes.append(contentsOf: #""submitted_at":"#.utf8)
      append(submitted)
      bytes.append(UInt8(ascii: ","))
    }
    let wish = declared.wish
    member("model", wish.model.name)
    bytes.append(contentsOf: #","seconds":"#.utf8)
    bytes.append(contentsOf: String(wish.seconds).utf8)
    bytes.append(UInt8(ascii: ","))
    if wish.model.dialect == .openAIVideos {
      member("size", wish.size)
    } else {
      member("resolution", wish.size)
      bytes.append(contentsOf: (wish.audio ? #","audio":true"# : #","audio":false"#).utf8)
    }
    bytes.append(contentsOf: #","samples":"#.utf8)
    bytes.append(contentsOf: String(wish.samples).utf8)
    for (name, value) in [("prompt", wish.prompt), ("project", wish.project)] {
      bytes.append(UInt8(ascii: ","))
      member(name, value)
    }
    bytes.append(contentsOf: #","labels":{"#.utf8)
    member("shot", wish.shot)
    bytes.append(UInt8(ascii: ","))
    member("take", String(wish.take))
    bytes.append(contentsOf: "},".utf8)
    member("by", wish.by)
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func member(_ name: String, _ value: String) {
    bytes.append(quoted: name)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(quoted: value)
  }

  /// RFC 3339, UTC, with milliseconds; the day's text is kept from line to line.
  private mutating func append(_ moment: Moment) {
    let milliseconds = moment.millisecondsSince1970
    let today = milliseconds / 86_400_000
    if today != day {
      day = today
      dayText = Array(moment.rfc3339.utf8.prefix(11))
    }
    let rest = milliseconds % 86_400_000
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: dayText)
    append(rest / 3_600_000, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    append(rest / 60_000 % 60, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    append(rest / 1000 % 60, digits: 2)
    bytes.append(UInt8(ascii: "."))
    append(rest % 1000, digits: 3)
    bytes.append(contentsOf: "Z\"".utf8)
  }

  private mutating func append(_ number: Int64, digits: Int) {
    if digits == 3 { bytes.append(UInt8(ascii: "0") + UInt8(number / 100)) }
    bytes.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}

/// What a client declares of a job when it submits it.
struct Declared: Sendable {
  let wish: Wish
  /// By the client's clock; `nil` where it did not write it down.
  let submitted: Moment?
}
