import Crypto
import FoundationEssentials
import Testing
import _CryptoExtras

@testable import ProviderSimulator

struct SignedDeliveryTests {
  private let now = TestClock().now

  private func event(_ face: WebhookFace = .openAI, seed: UInt64 = 1) -> JobEvent {
    var random = SeededGenerator(state: seed)
    return JobEvent(
      face: face, type: face == .openAI ? "video.completed" : "video.generated", job: "video_1",
      createdAt: now, outputURI: "http://127.0.0.1:1/v1beta/files/abc123:download?alt=media",
      using: &random)
  }

  @Test("Signs as the specification does")
  func vector() throws {
    let secret = try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
    let body =
      #"{"id":"evt_6a7c0001sample","object":"event","created_at":1786499999,"#
      + #""type":"video.completed","data":{"id":"#
      + #""video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617"}}"#
    let signature = secret.signature(
      id: "wh_6a7bsample0001", timestamp: "1786500000", body: Array(body.utf8))
    // Computed with standardwebhooks 1.1.0.
    #expect(signature == "v1,25njsjXJ+q0Qf0MOf7xa7n1aW7ejzLUp1euaM255op8=")
  }

  @Test("A secret is whsec_ and base64", arguments: ["", "AQID", "whsec_", "whsec_?", "whpk_AQID"])
  func noSecret(text: String) {
    #expect(WebhookSecret(argument: text) == nil)
  }

  @Test("The body of each face, as it goes over the wire")
  func bodies() {
    let openAI = event()
    #expect(
      openAI.body.text == """
        {"id":"\(openAI.eventID)","object":"event","created_at":1786499905,\
        "type":"video.completed","data":{"id":"video_1"}}
        """)
    #expect(
      event(.gemini).body.text == """
        {"type":"video.generated","version":"v1","timestamp":"2026-08-12T01:58:25.000Z",\
        "data":{"id":"video_1","output_file_uri":"http://127.0.0.1:1/v1beta/files/\
        abc123:download?alt=media","file_name":"files/abc123"}}
        """)
  }

  @Test("An honest delivery is accepted, also while secrets rotate")
  func honest() throws {
    let secret = try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
    let other = WebhookSecret(key: [1, 2, 3])
    for secrets in [[secret], [other, secret], [secret, other]] {
      let delivery = try DeliverySigner.secrets(secrets).sign(event(), at: now)
      #expect(ReferenceReceiver.status(delivery, now: now) == 200)
      #expect(delivery.signature?.split(separator: " ").count == secrets.count)
    }
    let foreign = try DeliverySigner.secrets([other]).sign(event(), at: now)
    #expect(ReferenceReceiver.status(foreign, now: now) == 401)
  }

  @Test("A forgery breaks a rule", arguments: Forgery.allCases)
  func forgeries(forgery: Forgery) throws {
    let secret = try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
    for seed in UInt64(0)..<200 {
      var random = SeededGenerator(state: seed + 1_000_000)
      let event = event(seed: seed)
      let delivery = forgery.delivery(of: event, secret: secret, at: now, using: &random)
      let honest = try DeliverySigner.secrets([secret]).sign(event, at: now)
      #expect(delivery != honest, "seed \(seed)")
      #expect(ReferenceReceiver.status(delivery, now: now) != 200, "seed \(seed)")
    }
  }

  @Test("A re-encoded body says the same")
  func reencoded() throws {
    let secret = try #require(WebhookSecret(argument: ReferenceReceiver.secretText))
    var random = SeededGenerator(state: 1)
    let delivery = Forgery.reencoded.delivery(of: event(), secret: secret, at: now, using: &random)
    struct Event: Decodable, Equatable {
      struct Job: Decodable, Equatable { var id: String }
      var type: String
      var data: Job
    }
    let decoder = JSONDecoder()
    #expect(
      try decoder.decode(Event.self, from: Data(delivery.body))
        == decoder.decode(Event.self, from: Data(event().body)))
  }

  @Test("A token is verified by the published key, and a forged one is not")
  func tokens() throws {
    let signer = try TokenSigner(keyID: "a")
    let foreign = try TokenSigner(keyID: "b")
    struct KeySet: Decodable {
      struct Key: Decodable { var kid, n, e, alg: String }
      var keys: [Key]
    }
    let published = try JSONDecoder().decode(KeySet.self, from: Data(signer.keySet().bytes)).keys[0]
    #expect(published.kid == "a")
    #expect(published.alg == "RS256")
    let key = try _RSA.Signing.PublicKey(
      n: try #require(Data(base64URL: published.n)), e: try #require(Data(base64URL: published.e)))
    func isGood(_ delivery: SignedDelivery) -> Bool {
      let parts = (delivery.signature ?? "").split(
        separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, let code = Data(base64URL: String(parts[2])),
        let header = Data(base64URL: String(parts[0]))?.text, header.contains(#""kid":"a""#),
        header.contains("RS256"), let claims = Data(base64URL: String(parts[1]))?.text,
        claims.contains(#""aud":"me""#),
        let expiry = claims.firstMatch(of: /"exp":([0-9]+)/).flatMap({ Int64($0.output.1) }),
        expiry > now.secondsSince1970
      else { return false }
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: code),
        for: SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8)),
        padding: .insecurePKCS1v1_5)
    }
    let honest = try DeliverySigner.token(signer, audience: "me").sign(event(.gemini), at: now)
    #expect(isGood(honest))
    for forgery in TokenForgery.allCases {
      let delivery = try forgery.delivery(
        of: event(.gemini), signer: signer, foreign: foreign, audience: "me", at: now)
      #expect(!isGood(delivery), "\(forgery)")
    }
  }

  @Test("A key that was written signs as before")
  func writtenKey() throws {
    let signer = try TokenSigner(keyID: "a")
    let again = try TokenSigner(keyID: "a", pem: signer.pem)
    #expect(try again.keySet() == signer.keySet())
  }

  @Test(
    "A target is an address of plain HTTP",
    arguments: [
      ("http://127.0.0.1:8787/webhooks/openai", "127.0.0.1 8787 /webhooks/openai"),
      ("http://localhost", "localhost 80 /"), ("http://a:1/b?c=d%20e", "a 1 /b?c=d%20e"),
      ("https://a/b", nil), ("a:1/b", nil), ("http:///b", nil),
    ] as [(String, String?)])
  func target(text: String, parts: String?) {
    let target = WebhookTarget(argument: text)
    #expect(target.map { "\($0.host) \($0.port) \($0.path)" } == parts)
  }
}

extension Data {
  init?(base64URL text: String) {
    let usual = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - usual.count % 4) % 4)
    self.init(base64Encoded: usual + padding)
  }

  var text: String { String(decoding: self, as: UTF8.self) }
}
