import Foundation
import Ledger
import Testing

@testable import Providers

struct JSONReaderTests {
  private func read(_ text: String) -> JSON? { JSONReader.read(Array(text.utf8)) }

  @Test(
    "Reads what RFC 8259 allows; numbers keep their digits",
    arguments: [
      ("null", JSON.null), ("true", .boolean(true)), ("false", .boolean(false)),
      ("0", .number("0")), ("-0", .number("-0")), ("1.50", .number("1.50")),
      ("1E+02", .number("1E+02")), ("2e-7", .number("2e-7")),
      ("123456789012345678901234567890", .number("123456789012345678901234567890")),
      (" \t\r\n\"\" ", .string("")), ("\"a\u{7f}é\"", .string("a\u{7f}é")),
      ("[]", .array([])), ("[ ]", .array([])), ("{ }", .object([])),
      ("[1,[2]]", .array([.number("1"), .array([.number("2")])])),
      (#"{"a":1,"a":2}"#, .object([member("a", "1"), member("a", "2")])),
      ("\u{feff}1", .number("1")),
    ])
  func accepts(text: String, value: JSON) {
    #expect(read(text) == value)
  }

  private static func member(_ name: String, _ digits: String) -> JSON.Member {
    JSON.Member(name: name, value: .number(digits))
  }

  @Test(
    "Refuses everything else",
    arguments: [
      "", " ", "nul", "nulll", "True", "NaN", "Infinity", "undefined", "01", "-", "-a", "+1", ".5",
      "1.", "1e", "1e+", "0x10", "1 2", "'a'", "\"", "\"\n\"", "\"\t\"", #""\x""#, #""\u12""#,
      #""\u12g4""#, #""\"#, "[", "]", "[1,]", "[,1]", "[1 2]", "{", "}", #"{"a"}"#, #"{"a":}"#,
      #"{"a":1,}"#, "{a:1}", #"{"a":1 "b":2}"#, #"{1:2}"#, "[1}", "/**/1", "1//", "\u{feff}",
      "\u{b}1", "\u{a0}1",
    ])
  func refuses(text: String) {
    #expect(read(text) == nil)
  }

  @Test(
    "Resolves escapes; half a surrogate pair becomes U+FFFD",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
      (#"\ud83d\ude00"#, "😀"), (#"\uD83D"#, "\u{fffd}"), (#"\ude00"#, "\u{fffd}"),
      (#"\ud83dx"#, "\u{fffd}x"), (#"\ud83d\n"#, "\u{fffd}\n"),
      (#"\ud83d\ud83d\ude00"#, "\u{fffd}😀"), (#"\u0000"#, "\0"),
    ])
  func escapes(content: String, text: String) {
    #expect(read("\"\(content)\"") == .string(text))
  }

  @Test("Bytes that are no UTF-8 become U+FFFD: one bad byte must not hide an answer")
  func badBytes() {
    #expect(JSONReader.read([0x22, 0x61, 0xff, 0x62, 0x22]) == .string("a\u{fffd}b"))
  }

  @Test("Nesting is bounded", arguments: ["[", #"{"a":"#])
  func depth(opening: String) {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    #expect(read(nested(JSONReader.depthMax)) != nil)
    #expect(read(nested(JSONReader.depthMax + 1)) == nil)
    #expect(read(String(repeating: opening, count: 1_000_000)) == nil)
  }

  @Test(
    "Numbers and the strings that spell them are the same to an interpreter",
    arguments: [
      ("8", 8, 8.0), (#""8""#, 8, 8), ("8.0", 8, 8), ("1e3", 1000, 1000), ("8.5", nil, 8.5),
      (#""""#, nil, nil), (#""eight""#, nil, nil), ("1e999", nil, nil), ("true", nil, nil),
      ("null", nil, nil), ("9223372036854775808", nil, 9_223_372_036_854_775_808),
    ] as [(String, Int64?, Double?)])
  func numbers(text: String, integer: Int64?, double: Double?) throws {
    let json = try #require(read(text))
    #expect(json.integer == integer)
    #expect(json.double == double)
  }

  @Test("A member that is null is not there, and of two the last one counts")
  func members() {
    let json = read(#"{"a":1,"b":null,"c":1,"c":2,"d":"","e":"true"}"#)
    #expect(json?["a"] == .number("1"))
    #expect(json?["b"] == nil)
    #expect(json?["c"] == .number("2"))
    #expect(json?["d"]?.text == nil)
    #expect(json?["e"]?.truth == true)
    #expect(json?.first("b", "x", "c") == .number("2"))
    #expect(read("[1]")?["a"] == nil)
  }
}

/// Foundation's reader as an oracle, over documents and their mutations.
struct JSONReaderOracleTests {
  /// `JSONSerialization`, for `JSONDecoder` checks numbers and escapes only when they are asked for.
  private func oracleAccepts(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
  }

  /// Leaves out where the two differ on purpose.
  ///
  /// Foundation also reads UTF-16 and UTF-32, which it knows by NUL bytes, takes a comma after the
  /// last element, and refuses broken UTF-8 and half surrogate pairs.
  private func isComparable(_ bytes: [UInt8]) -> Bool {
    let dense = bytes.filter { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }.text
    return !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
      && !dense.lowercased().contains("\\ud") && !dense.contains(",]") && !dense.contains(",}")
  }

  @Test(
    "Accepts what Foundation accepts, and nothing more", arguments: [1, 20_261_123] as [UInt64])
  func agrees(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    var accepted = 0
    for round in 0..<4000 {
      var bytes = Array(document(depth: 4, &random).utf8)
      if round % 4 != 0 { mutate(&bytes, &random) }
      guard isComparable(bytes) else { continue }
      let isRead = JSONReader.read(bytes) != nil
      #expect(isRead == oracleAccepts(bytes), "seed \(seed), round \(round): \(bytes.text)")
      if isRead { accepted += 1 }
    }
    #expect(accepted > 1000, "seed \(seed)")
  }

  @Test("Survives 20 000 broken bodies, and so do the interpreters and the cuts")
  func survives() {
    let seed: UInt64 = 3
    var random = SeededGenerator(state: seed)
    let reader = AnswerReader(prompts: .hash, keys: ["sk-test-0123456789"])
    for round in 0..<20_000 {
      var bytes = Array((Self.bodies.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      let dialect = Dialect.allCases[round % Dialect.allCases.count]
      let status = [nil, 200, 404, 500].randomElement(using: &random) ?? nil
      let read = reader.read(
        .init(httpStatus: status, body: bytes), dialect: dialect, asked: Samples.id(dialect))
      let isJSON = JSONReader.read(bytes) != nil
      let isSuccess = read.observation.state?.hasVideos ?? false
      #expect(isJSON || !isSuccess, "seed \(seed), round \(round): \(bytes.text)")
      _ = WebhookEvent(bytes)
      _ = InlineMedia.sample(0, in: bytes)
    }
  }

  private static let bodies = [
    #"{"id":"video_1","object":"video","status":"completed","progress":100,"created_at":1,"#
      + #""seconds":"8","prompt":"a \"paper\" boat","error":null,"url":"https://a.example/v.mp4"}"#,
    #"{"id":"video_1","status":"failed","error":{"code":"moderation_blocked","message":"sk-test-0123456789"}}"#,
    #"{"name":"models/m/operations/a","done":true,"response":{"generateVideoResponse":"#
      + #"{"generatedSamples":[{"video":{"encodedVideo":"AAAA"}}],"raiMediaFilteredCount":1,"#
      + #""raiMediaFilteredReasons":["no. Support codes: 58061214"]}}}"#,
    #"{"name":"n","done":true,"error":{"code":13,"message":"\u00e9\ud83d\ude00"}}"#,
    #"[{"error":{"code":404,"message":"x","status":"NOT_FOUND","details":[{"retryDelay":"1s"}]}}]"#,
    #"{"type":"video.completed","data":{"id":"video_1","object":{"id":"video_2"}}}"#,
  ]

  private func document(depth: Int, _ random: inout SeededGenerator) -> String {
    let scalars = [
      "null", "true", "false", "0", "-1", "12.5e-3", "1E9", "\"\"", "\"é😀\"", #""\n\u0041\/""#,
      "\"a b\"",
    ]
    let kind = depth == 0 ? 2 : Int.random(in: 0...2, using: &random)
    let count = Int.random(in: 0...3, using: &random)
    let space = ["", " ", "\n"].randomElement(using: &random) ?? ""
    switch kind {
    case 0:
      let values = (0..<count).map { _ in document(depth: depth - 1, &random) }
      return "[" + space + values.joined(separator: space + ",") + "]"
    case 1:
      let members = (0..<count).map { "\"n\($0)\"\(space):" + document(depth: depth - 1, &random) }
      return "{" + members.joined(separator: "," + space) + space + "}"
    default: return scalars.randomElement(using: &random) ?? "null"
    }
  }

  /// Changes, drops, doubles or cuts at one place.
  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard let place = bytes.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0...4, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(bytes[place], at: place)
    case 3: bytes.removeSubrange(place...)
    default: bytes[place] = Array(#"{}[]",:0-.eE\u tf"#.utf8).randomElement(using: &random) ?? 0x20
    }
  }
}
