import Ledger
import Testing

@testable import Providers

struct WebhookSignatureTests {
  private static let secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
  private static let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let id = "wh_6a7bsample0001"
  private static let timestamp = "1786500000"
  private static let body = Array(
    (#"{"id":"evt_6a7c0001sample","object":"event","created_at":1786499999,"#
      + #""type":"video.completed","data":{"id":"\#(Samples.openAI)"}}"#).utf8)
  private static let signature = "v1,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8="

  /// `nil` where the delivery is good, else the rule that it breaks.
  private func refusal(
    secrets: [String] = [secret], id: String? = id, timestamp: String? = timestamp,
    signature: String? = signature, body: [UInt8] = body, seconds: Int64 = 1_786_500_000,
    milliseconds: Int64 = 0
  ) throws -> WebhookSignature.Refusal? {
    let pairs = [
      ("Webhook-Id", id), ("webhook-timestamp", timestamp), ("WEBHOOK-SIGNATURE", signature),
    ]
    let headers = pairs.compactMap { name, value in value.map { (name: name, value: $0) } }
    let checker = try WebhookSignature(secrets: secrets)
    let now = Moment(rawValue: seconds * 1000 + milliseconds)
    do throws(WebhookSignature.Refusal) {
      let (checked, sent) = try checker.check(headers: headers, body: body, now: now)
      #expect(checked == id)
      #expect(
        sent == StatedMoment(Moment(secondsSince1970: Int64(timestamp ?? "") ?? 0), width: 1000))
      return nil
    } catch {
      return error
    }
  }

  @Test("Accepts the vector that the official libraries accept")
  func vector() throws {
    #expect(try refusal() == nil)
  }

  @Test(
    "One signature under one secret is enough",
    arguments: [
      ([secret], "v1,AAAA " + signature), ([secret], signature + " v1,AAAA"),
      ([secret], "v1a,AAAA\t" + signature + "  v2,AAAA"), ([other, secret], signature),
      ([secret, other], signature),
    ])
  func several(secrets: [String], signature: String) throws {
    #expect(try refusal(secrets: secrets, signature: signature) == nil)
  }

  @Test(
    "The clocks may differ by 300 whole seconds both ways",
    arguments: [
      (300, 0, nil), (300, 999, nil), (301, 0, .stale(milliseconds: 301_000)), (-300, 0, nil),
      (-301, 999, .stale(milliseconds: -301_000)),
    ] as [(Int64, Int64, WebhookSignature.Refusal?)])
  func boundary(seconds: Int64, milliseconds: Int64, refusal: WebhookSignature.Refusal?) throws {
    #expect(
      try self.refusal(seconds: 1_786_500_000 + seconds, milliseconds: milliseconds) == refusal)
  }

  @Test(
    "A timestamp is a whole number of seconds, however far off",
    arguments: [
      ("soon", WebhookSignature.Refusal.malformedTimestamp("soon")),
      ("1786500000.5", .malformedTimestamp("1786500000.5")),
      (" 1786500000", .malformedTimestamp(" 1786500000")),
      ("99999999999999999999", .malformedTimestamp("99999999999999999999")),
      ("0", .stale(milliseconds: 1_786_500_000_000)),
    ])
  func timestamps(timestamp: String, refusal: WebhookSignature.Refusal) throws {
    #expect(try self.refusal(timestamp: timestamp) == refusal)
  }

  @Test(
    "A header that is there twice is refused, even with the same value",
    arguments: ["webhook-id", "webhook-timestamp", "webhook-signature"])
  func repeated(name: String) throws {
    let checker = try WebhookSignature(secrets: [Self.secret])
    var headers = [
      (name: "webhook-id", value: Self.id), (name: "webhook-timestamp", value: Self.timestamp),
      (name: "webhook-signature", value: Self.signature),
    ]
    headers += headers.filter { $0.name == name }.map { ($0.name.uppercased(), $0.value) }
    #expect(throws: WebhookSignature.Refusal.repeatedHeader(name)) {
      try checker.check(
        headers: headers, body: Self.body, now: Moment(secondsSince1970: 1_786_500_000))
    }
  }

  @Test("No timestamp overflows", arguments: ["9223372036854775807", "-9223372036854775808"])
  func extremes(timestamp: String) throws {
    #expect(try refusal(timestamp: timestamp) != nil)
  }

  @Test("All three headers are needed, and none may be empty")
  func headers() throws {
    #expect(try refusal(id: nil) == .missingHeader("webhook-id"))
    #expect(try refusal(id: "") == .missingHeader("webhook-id"))
    #expect(try refusal(timestamp: nil) == .missingHeader("webhook-timestamp"))
    #expect(try refusal(signature: nil) == .missingHeader("webhook-signature"))
    #expect(try refusal(signature: "") == .missingHeader("webhook-signature"))
  }

  @Test(
    "Only `v1` with whole base 64 counts as a signature",
    arguments: [
      "25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8=",
      "v1a,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8=",
      "V1,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8=",
      "v1,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8", "v1,g0hM9", "v1", " ", ",",
    ])
  func unusable(signature: String) throws {
    #expect(try refusal(signature: signature) == .noUsableSignature)
  }

  @Test("A signature of anything else does not match")
  func mismatches() throws {
    #expect(try refusal(secrets: [Self.other]) == .noMatch)
    #expect(try refusal(secrets: []) == .noMatch)
    #expect(try refusal(id: "wh_other") == .noMatch)
    #expect(try refusal(timestamp: "1786500001") == .noMatch)
    #expect(try refusal(body: Self.body + [0x20]) == .noMatch)
    #expect(try refusal(body: []) == .noMatch)
    #expect(try refusal(signature: "v1,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op4=") == .noMatch)
    #expect(try refusal(signature: "v1,25njsjXJ+q0Qf0MO") == .noMatch)
    #expect(try refusal(signature: "v1,") == .noMatch)
  }

  @Test(
    "Bodies are signed as raw bytes, whatever they hold",
    arguments: [
      ([], "v1,yjE1N5AYK5rTMsAGBLqMj8vJeO6rHpKAtL2YjTw/qqE="),
      ([0xff, 0x00, 0x0d, 0x0a], "v1,8y2o1IGb0qy1iQtFJBAFbzzNn5JNBvk6tkF2absjm9s="),
    ] as [([UInt8], String)])
  func rawBytes(body: [UInt8], signature: String) throws {
    #expect(try refusal(signature: signature, body: body) == nil)
  }

  @Test(
    "Secrets that cannot be one are refused, whichever stands beside them",
    arguments: [
      ("", WebhookSignature.BadSecret.noPrefix), ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .noPrefix),
      ("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .noPrefix), ("whsk_AAAA", .noPrefix),
      (" whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .noPrefix), ("whsec_a", .notBase64),
      ("whsec_not base64!", .notBase64), ("whsec_", .tooShort(bytes: 0)),
      ("whsec_AQIDBAUGBwgJCgsMDQ4P", .tooShort(bytes: 15)),
    ])
  func secrets(secret: String, problem: WebhookSignature.BadSecret) {
    #expect(throws: problem) { try WebhookSignature(secrets: [Self.secret, secret]) }
  }
}
