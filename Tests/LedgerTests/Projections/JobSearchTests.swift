import Testing

@testable import Ledger

struct JobSearchTests {
  /// What a search found: the accounts and ids, in no order.
  private static func names(_ match: JobMatch) -> [String] {
    switch match {
    case .none: []
    case .one(let job): [job.account + " " + job.nativeID]
    case .several(let jobs): jobs.map { $0.account + " " + $0.nativeID }.sorted()
    }
  }

  private static func find(
    _ ledger: Ledger, _ name: String, account: String? = nil
  ) throws -> [String] {
    names(try ledger.snapshot().find(name, account: account))
  }

  private static func ledger(_ jobs: [(String, String)]) async throws -> TemporaryLedger {
    let temporary = try await TemporaryLedger()
    _ = try await temporary.ledger.append(jobs.map { .tracked(Declaration($0.0, $0.1)) })
    return temporary
  }

  @Test(
    "A name finds its job, a whole one before those that it begins",
    arguments: [
      ("video_1", ["sora video_1"]),
      ("video_12", ["sora video_12"]),
      ("video_", ["sora video_1", "sora video_12", "veo video_3"]),
      ("video_3", ["veo video_3"]),
      ("vide", ["sora video_1", "sora video_12", "veo video_3"]),
      ("vid", []),
      ("", []),
      ("VIDEO_1", []),
      ("operations/abc", []),
      ("models/x/operations/abc", ["veo models/x/operations/abc"]),
      ("abc", ["veo models/x/operations/abc"]),
      ("abcd", ["veo models/x/operations/abcdef"]),
      ("models/x/op", ["veo models/x/operations/abc", "veo models/x/operations/abcdef"]),
      ("same", ["a same", "b same"]),
      ("nothing", []),
      ("video_1\u{0}", []),
      ("v9r45q20m01yh1p44", ["sora video_1"]),
      ("v9r45", ["sora video_1"]),
      ("v9r45q20m01yh1p444", []),
    ])
  func finds(name: String, expected: [String]) async throws {
    let temporary = try await Self.ledger([
      ("sora", "video_1"), ("sora", "video_12"), ("veo", "video_3"),
      ("veo", "models/x/operations/abc"), ("veo", "models/x/operations/abcdef"), ("a", "same"),
      ("b", "same"),
    ])
    #expect(try Self.find(temporary.ledger, name) == expected)
  }

  @Test("An account narrows the search, however many jobs others have of that name")
  func accounts() async throws {
    var jobs = (10..<40).map { ("many", "video_\($0)") }
    jobs += (0..<15).map { ("account_\($0)", "same") }
    jobs += [("few", "video_98"), ("few", "video_99"), ("one", "video_97"), ("one", "same")]
    let temporary = try await Self.ledger(jobs)
    let ledger = temporary.ledger
    #expect(try Self.find(ledger, "video_", account: "one") == ["one video_97"])
    #expect(
      try Self.find(ledger, "video_", account: "few") == ["few video_98", "few video_99"])
    #expect(try Self.find(ledger, "same", account: "one") == ["one same"])
    #expect(try Self.find(ledger, "same", account: "account_14") == ["account_14 same"])
    #expect(try Self.find(ledger, "same", account: "nobody") == [])
    #expect(try Self.find(ledger, "video_").count == JobSearch.candidatesMax)
    #expect(try Self.find(ledger, "same").count == JobSearch.candidatesMax)
  }

  @Test("Several candidates come in the order of their keys")
  func order() async throws {
    let temporary = try await Self.ledger((0..<5).map { ("a", "video_\($0)") })
    guard case .several(let jobs) = try temporary.ledger.snapshot().find("video") else {
      Issue.record("not several")
      return
    }
    #expect(jobs.map(\.key.text) == jobs.map(\.key.text).sorted())
  }

  @Test("Ids longer than a key are told apart by their rows")
  func longIDs() async throws {
    let beginning = String(repeating: "x", count: NameKey.idBytesMax)
    let ids = (0..<20).map { beginning + "_\($0)" }
    let temporary = try await Self.ledger(
      ids.map { ("a", $0) } + [("a", beginning), ("a", "p/operations/" + beginning + "end")])
    let ledger = temporary.ledger
    for id in ids { #expect(try Self.find(ledger, id).contains("a " + id)) }
    #expect(try Self.find(ledger, ids[19]) == ["a " + ids[19]])
    #expect(try Self.find(ledger, beginning) == ["a " + beginning])
    #expect(try Self.find(ledger, beginning + "_1") == ["a " + ids[1]])
    #expect(try Self.find(ledger, beginning + "en") == ["a p/operations/" + beginning + "end"])
    #expect(try Self.find(ledger, beginning + "?") == [])
    #expect(try Self.find(ledger, String(repeating: "x", count: 2000)) == [])
    #expect(try ledger.snapshot().job(account: "a", nativeID: ids[7])?.nativeID == ids[7])
  }

  @Test("Ids with odd bytes are compared byte for byte")
  func oddIDs() async throws {
    let ids = ["", "a\u{0}b", "a", "e\u{301}", "\u{e9}", "operations/", "/operations/x"]
    let temporary = try await Self.ledger(ids.map { ("a", $0) })
    for id in ids {
      #expect(
        try temporary.ledger.snapshot().job(account: "a", nativeID: id)?.nativeID.utf8
          .elementsEqual(
            id.utf8) == true)
    }
    for id in ["a\u{0}b", "a", "e\u{301}", "\u{e9}", "operations/", "/operations/x"] {
      #expect(try Self.find(temporary.ledger, id) == ["a " + id])
    }
    #expect(try Self.find(temporary.ledger, "x") == ["a /operations/x"])
  }
}
