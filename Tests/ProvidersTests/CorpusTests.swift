import FoundationEssentials
import Ledger
import Providers
import Testing

/// Real payloads with the conclusions that a correct client draws.
///
/// They are others' data and no part of this package: a folder of `*.jsonl` files is named by an
/// environment variable.
struct CorpusTests {
  private static let variable = "VGLEDGER_CORPUS"
  private static var folder: String? { ProcessInfo.processInfo.environment[variable] }

  @Test(
    "Concludes of every real payload what a correct client concludes",
    .enabled(if: folder != nil, "VGLEDGER_CORPUS names no folder of *.jsonl files"))
  func conclusions() throws {
    let folder = try #require(Self.folder)
    var scores: [String: (right: Int, of: Int)] = [:]
    for item in try CorpusItem.all(in: folder) where item.isScored {
      let misses = item.misses
      scores[item.api, default: (0, 0)].of += 1
      if misses.isEmpty { scores[item.api, default: (0, 0)].right += 1 }
      #expect(misses == [], "\(item.id) (\(item.api)/\(item.kind))")
    }
    #expect(!scores.isEmpty, "no items in \(folder)")
    for (api, score) in scores.sorted(by: { $0.key < $1.key }) {
      print("corpus: \(api) \(score.right) of \(score.of)")
    }
  }
}

/// One payload and what is expected of it.
private struct CorpusItem {
  let json: JSON
  let expect: JSON

  static func all(in folder: String) throws -> [Self] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { name in
      let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
      return try data.split(separator: UInt8(ascii: "\n")).map { line in
        let json = try #require(JSONReader.read(Array(line)))
        return Self(json: json, expect: try #require(json["expect"]))
      }
    }
  }

  var id: String { json["id"]?.text ?? "?" }
  var api: String { json["api"]?.text ?? "?" }
  var kind: String { json["kind"]?.text ?? "?" }
  private var body: String { json["body"]?.text ?? "" }
  private var bytes: [UInt8] { Array(body.utf8) }
  private var note: String { expect["note"]?.text ?? "" }
  private var isComplete: Bool { json["complete"]?.truth ?? true }
  private var secret: String { json["secret"]?.text ?? "" }

  /// Lists, unsigned deliveries, those on which implementations differ, and secrets without
  /// `whsec_`, which are refused on purpose, have no one right conclusion.
  var isScored: Bool {
    switch api {
    case "webhook":
      let signature = expect["signature"]?.text
      return signature != nil && signature != "unsigned" && signature != "either"
        && secret.hasPrefix("whsec_")
    case "id-only": return note.hasPrefix("REJECT") || note.hasPrefix("ACCEPT")
    default: return expect["jobs"] == nil
    }
  }

  /// What is concluded otherwise than expected.
  var misses: [String] {
    switch api {
    case "webhook": webhookMisses
    case "id-only": idMisses
    default: answerMisses
    }
  }

  private var idMisses: [String] {
    let isAccepted = JobID(body, dialect: .openAIVideos) != nil
    return isAccepted == note.hasPrefix("ACCEPT") ? [] : ["accepted: \(isAccepted)"]
  }

  // MARK: Deliveries

  private var webhookMisses: [String] {
    let wanted = expect["signature"]?.text ?? ""
    let found = signature
    guard found == wanted else { return ["signature \(found), not \(wanted)"] }
    guard wanted == "valid" else { return [] }
    let observation = WebhookEvent(bytes).observation
    return states.contains(observation.state ?? .unknown)
      ? [] : ["state \(observation.state?.word ?? "nil")"]
  }

  private var signature: String {
    var headers: [(name: String, value: String)] = []
    if case .object(let members)? = json["headers"] {
      headers = members.map { ($0.name, $0.value.text ?? "") }
    }
    let now = Moment(secondsSince1970: json["now"]?.integer ?? 0)
    guard let checker = try? WebhookSignature(secrets: [secret]) else { return "invalid" }
    do throws(WebhookSignature.Refusal) {
      _ = try checker.check(headers: headers, body: bytes, now: now)
      return "valid"
    } catch {
      switch error {
      case .missingHeader: return "missing"
      case .stale: return "stale"
      case .malformedTimestamp, .noUsableSignature, .noMatch, .repeatedHeader: return "invalid"
      }
    }
  }

  // MARK: Answers

  private var dialect: Dialect {
    switch (api, expect["provider"]?.text) {
    case ("veo-gemini", _), ("http-error", "gemini"?): .geminiOperations
    case ("veo-vertex", _), ("http-error", "vertex"?): .vertexOperations
    default: .openAIVideos
    }
  }

  private var words: [String] {
    let others = (expect["also_ok"]?.elements ?? []).compactMap(\.text)
    return [expect["status"]?.text].compactMap(\.self) + others
  }

  private var states: [JobState] { words.compactMap(JobState.init(word:)) }

  private var answerMisses: [String] {
    let asked = expect["job_id"]?.text ?? "asked"
    let observation = dialect.interpret(
      httpStatus: json["http_status"]?.integer.flatMap(Int.init(exactly:)) ?? 200, body: bytes,
      asked: asked)
    return [
      stateMiss(observation), idMiss(), codeMiss(observation), assetMiss(observation),
    ].compactMap(\.self)
  }

  private func stateMiss(_ observation: Observation) -> String? {
    var accepted = Set(states)
    if words.contains("transport-error") {
      accepted.insert(.unknown)
      if note.contains("permanent") { accepted.insert(.gone) }
    }
    if accepted.contains(.succeeded), note.contains("partial") { accepted.insert(.partial) }
    // An answer that says nothing about the job leaves a new one unknown.
    let state = observation.state ?? .unknown
    return accepted.contains(state) ? nil : "state \(state.word), not \(words)"
  }

  /// Asked for another job, the id in the body is the other one; `nil` for what carries none.
  private func idMiss() -> String? {
    guard let wanted = expect["job_id"]?.text, isComplete, body.contains("\"\(wanted)\"") else {
      return nil
    }
    let observation = dialect.interpret(httpStatus: 200, body: bytes, asked: "asked")
    guard let found = observation.otherID else { return nil }
    let others = (expect["also_ok_job_id"]?.elements ?? []).compactMap(\.text)
    return ([wanted] + others).contains(found) ? nil : "id \(found), not \(wanted)"
  }

  private func codeMiss(_ observation: Observation) -> String? {
    guard isComplete, states != [.unknown], observation.state != .unknown,
      let wanted = expect["error_code"]?.textOrNumber, observation.errorCode != wanted
    else { return nil }
    return "code \(observation.errorCode ?? "nil"), not \(wanted)"
  }

  private func assetMiss(_ observation: Observation) -> String? {
    guard observation.state?.hasVideos ?? false, isComplete else { return nil }
    let found = observation.assets.compactMap(\.uri)
    let wanted =
      expect["result_uri"].map { $0.elements?.compactMap(\.text) ?? [$0.text].compactMap(\.self) }
      ?? []
    return found == wanted ? nil : "results \(found), not \(wanted)"
  }
}
