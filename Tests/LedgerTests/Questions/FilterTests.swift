import Testing

@testable import Ledger

struct FilterTests {
  private static let context = TimeContext(
    now: Moment(rawValue: 1_795_510_800_000), zone: SyntheticZone.berlin2026)

  @Test(
    "A term reads as its canonical form",
    arguments: [
      ("state:failed,filtered", "state:filtered,failed"),
      ("state:open", "state:queued,running,unknown"),
      ("not:state:succeeded", "not:state:succeeded"),
      ("not:not:state:succeeded", "state:succeeded"),
      ("provider:vertex", "provider:vertex"),
      ("provider:openai-videos", "provider:openai-videos"),
      ("model:veo-3.1,sora-2", "model:veo-3.1,sora-2"),
      ("model=veo-3.1-generate-001", "model=veo-3.1-generate-001"),
      ("project:acme/spot", "project:acme/spot"),
      ("label.shot:sc010", "label.shot:sc010"),
      ("label.shot=sc010", "label.shot=sc010"),
      ("label:shot=sc010", "label.shot=sc010"),
      (#"label."a:b":c"#, #"label."a:b":c"#),
      ("reason:output", "reason:output"),
      ("reason=made_up_later", "reason=made_up_later"),
      ("charged:unknown,no", "charged:no,unknown"),
      ("asset:unsaved", "asset:unsaved"),
      ("source:webhook,import", "source:webhook,import"),
      ("by:render-bot", "by:render-bot"),
      ("took:5m..", "took:5m.."),
      ("queued:30s..2m", "queued:30s..2m"),
      ("running:..90s", "running:..1m30s"),
      ("lag=1.5s", "lag=1s500ms"),
      ("took:300s..300s", "took=5m"),
      ("cost:2.50..", "cost:2.5.."),
      ("cost:0", "cost:0"),
      ("cost:-1..0.000000001", "cost:-1..0.000000001"),
      ("seconds:8", "seconds:8"),
      ("seconds:4s..8.5", "seconds:4..8.5"),
      ("size:1080P,1280x720", "size:1080p,1280x720"),
      ("prompt:red car", #"prompt:"red car""#),
      (#"prompt:"a, b",c"#, #"prompt:"a, b",c"#),
      (#"prompt:5" pipe"#, #"prompt:"5\" pipe""#),
      ("prompt=a", "prompt=a"),
      ("hash:1F3C", "hash:1f3c"),
      ("seq:48000..48302", "seq:48000..48302"),
      ("seq:#5", "seq:5"),
      ("id:v7k2", "id:v7k2"),
      ("has:asset,note", "has:asset,note"),
      ("since:7d", "since:2026-11-17T09:00:00.000Z"),
      ("until:2026-11-15", "until:2026-11-15T23:00:00.000Z"),
      ("on:yesterday", "since:2026-11-22T23:00:00.000Z until:2026-11-23T23:00:00.000Z"),
      ("period:2026-10", "since:2026-09-30T22:00:00.000Z until:2026-10-31T23:00:00.000Z"),
      ("clock:finished", "clock:finished"),
    ])
  func canonical(term: String, expected: String) throws {
    let filter = try Filter.parse([term], Self.context)
    #expect(filter.text == expected)
    #expect(try Filter.parse(Filter.terms(in: filter.text), Self.context) == filter)
  }

  @Test("Windows are put together; no term lets everything through")
  func windows() throws {
    let filter = try Filter.parse(["since:7d", "since:3d", "until:today"], Self.context)
    #expect(
      filter.text == "since:2026-11-21T09:00:00.000Z until:2026-11-24T23:00:00.000Z")
    #expect(try Filter.parse([String](), Self.context).isEverything)
    #expect(try Filter.parse([String](), Self.context).text.isEmpty)
  }

  @Test("A flag means the same as its term")
  func flags() throws {
    let inputs: [FilterInput] = [
      .flag(.state, "failed"), .flag(.label, "shot=sc010"), .flag(.took, "5m.."),
      .flag(.since, "7d"), .flag(.clock, "finished"), .term("not:model:sora"),
    ]
    #expect(
      try Filter.parse(inputs, Self.context).text
        == "state:failed label.shot=sc010 took:5m.. not:model:sora "
        + "since:2026-11-17T09:00:00.000Z clock:finished")
  }

  @Test(
    "What cannot match is refused, with what to write instead",
    arguments: [
      (
        "state:faild",
        "state:faild: there is no 'faild', did you mean failed? Known are queued, "
          + "running, succeeded, partial, filtered, failed, canceled, expired, lost, gone, unknown, "
          + "open, verdict"
      ),
      ("charged:maybe", "charged:maybe: there is no 'maybe'; known are yes, no, unknown"),
      (
        "source:smoke",
        "source:smoke: there is no 'smoke'; known are person, poll, webhook, "
          + "record, import, tool"
      ),
      (
        "has:assets",
        "has:assets: there is no 'assets', did you mean asset? Known are asset, saved, "
          + "prompt, note, cost, label, project, anomaly, webhook, error"
      ),
      ("took:abc", "took:abc: 'abc' can never match; write took:5m.. or took:30s..2m"),
      ("took:3mo..", "took:3mo..: '3mo..' can never match; write took:5m.. or took:30s..2m"),
      ("took:..", "took:..: '..' can never match; write took:5m.. or took:30s..2m"),
      (
        "took:5m",
        "took:5m: 5m alone is hardly ever met; write took:5m.. for that or more, "
          + "took:..5m for that or less, took=5m for exactly that"
      ),
      (
        "took:2m..30s", "took:2m..30s: nothing lies in '2m..30s': its low end is above its high end"
      ),
      (
        "took:>5m",
        "took:>5m: '>' has no meaning here, and a shell takes it for itself; "
          + "write took:5m.."
      ),
      (
        "took>5m",
        "took>5m: '>' has no meaning here, and a shell takes it for itself; "
          + "write took:5m.."
      ),
      (
        "cost<=2",
        "cost<=2: '<' has no meaning here, and a shell takes it for itself; "
          + "write cost:..2"
      ),
      (
        "state!=failed",
        "state!=failed: '!=' has no meaning here, and a shell takes it for itself; "
          + "write not:state:failed"
      ),
      (
        "since:>2026-11",
        "since:>2026-11: '>' has no meaning here, and a shell takes it for "
          + "itself; write since:2026-11"
      ),
      (
        "model:veo*",
        "model:veo*: '*' has no meaning here, and a shell takes it for itself; "
          + "write model:veo"
      ),
      ("took:", "took:: a value is missing; write took:5m.. or took:30s..2m"),
      (
        "state:failed,",
        "state:failed,: a value is missing; write state:failed,filtered or "
          + "state:open"
      ),
      ("failed", "failed: is no term, which is a key and a value; write state:failed"),
      ("7d", "7d: is no term, which is a key and a value; write since:7d"),
      ("size:huge", "size:huge: 'huge' can never match; write size:1280x720 or size:1080p"),
      (
        "hash:xyz",
        "hash:xyz: 'xyz' can never match; write hash:1f3c, the beginning of a prompt's "
          + "SHA-256"
      ),
      ("seq:0", "seq:0: '0' can never match; write seq:48000..48302"),
      (
        "cost:1.0000000001",
        "cost:1.0000000001: '1.0000000001' can never match; write "
          + "cost:2.50.. or cost:0"
      ),
      ("not:since:7d", "not:since:7d: time and clock cannot be negated; use since: and until:"),
      (
        "on:monday,tuesday",
        "on:monday,tuesday: takes one value; for a stretch of time write "
          + "period:a..b"
      ),
      (
        "since:11/12",
        "since:11/12: '11/12' can be read as 2026-11-12 or as 2026-12-11; write one "
          + "of them"
      ),
      (
        #"prompt:"a"#,
        #"prompt:"a: a quoted value ends with its quote, and \" stands for one inside"#
      ),
      ("label:shot", "label:shot: a value is missing; write label.shot:VALUE, or has:label"),
    ])
  func refuses(term: String, message: String) {
    let error = #expect(throws: FilterError.self) { try Filter.parse([term], Self.context) }
    #expect(error?.message == message)
  }

  @Test(
    "An unknown key names the one that was meant, and all there are",
    arguments: [
      ("stat", "state"), ("modle", "model"), ("status", "state"), ("account", "provider"),
      ("duration", "took"), ("tag", "label"), ("resolution", "size"), ("before", "until"),
      ("Cost", "cost"),
    ])
  func unknownKeys(word: String, meant: String) {
    let error = #expect(throws: FilterError.self) {
      try Filter.parse(["\(word):x"], Self.context)
    }
    #expect(
      error?.message
        == "\(word):x: there is no key '\(word)', did you mean \(meant)? Keys are id state provider "
        + "model project label reason charged asset source by took queued running lag cost seconds "
        + "size prompt hash seq has since until on period clock")
  }

  @Test("A reason that looks like a slip is refused; one that a newer version may give is not")
  func reasons() throws {
    #expect(throws: FilterError.self) { try Filter.parse(["reason:ouput"], Self.context) }
    #expect(throws: FilterError.self) { try Filter.parse(["reason:rate_limted"], Self.context) }
    #expect(
      try Filter.parse(["reason:watermark.visible"], Self.context).text
        == "reason:watermark.visible")
  }

  @Test("An error of a flag names the flag; a window that ends before it begins says both ends")
  func errorsOfFlags() {
    let error = #expect(throws: FilterError.self) {
      try Filter.parse([.flag(.state, "faild")], Self.context)
    }
    #expect(error?.message.hasPrefix("--state faild: there is no 'faild', did you mean") == true)
    let reversed = #expect(throws: FilterError.self) {
      try Filter.parse(["since:2026-11-20", "until:2026-11-10"], Self.context)
    }
    #expect(
      reversed?.message
        == "until:2026-11-10: nothing lies between since 2026-11-19T23:00:00.000Z and until "
        + "2026-11-10T23:00:00.000Z; swap or change them")
  }

  @Test("Every filter reads back from its canonical form", arguments: [73])
  func readsBack(seed: UInt64) throws {
    var random = RandomFilter(seed: seed)
    for round in 0..<3000 {
      let filter = random.filter()
      let text = filter.text
      #expect(
        try Filter.parse(Filter.terms(in: text), Self.context) == filter,
        "seed \(seed), round \(round): \(text)")
    }
  }

  @Test("Random terms never trap, and what is read is stable", arguments: [79])
  func arbitraryTerms(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces =
      FilterKey.allCases.map(\.rawValue) + JobState.allCases.map(\.word)
      + ["not:", ":", "=", ",", "..", "\"", "\\", "label.", "5m", "2.5", "é", "\u{301}", " ", ">"]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...6, using: &generator)
      let term = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      guard let filter = try? Filter.parse([term], Self.context) else { continue }
      let again = try? Filter.parse(Filter.terms(in: filter.text), Self.context)
      #expect(again == filter, "seed \(seed): \(term) as \(filter.text)")
    }
  }
}
