import Ledger
import Testing

@testable import Providers

struct GeminiOperationsTests {
  @Test(
    "Asks by GET on the name, the key in Google's header",
    arguments: [
      (Samples.gemini, "/models/veo-3.1-generate-preview/operations/k3x9q2m7w1tz"),
      ("operations/mg3pt9cbmvr1", "/operations/mg3pt9cbmvr1"),
      ("models/a:b/operations/c", "/models/a%3Ab/operations/c"),
    ])
  func request(id: String, path: String) throws {
    #expect(
      try Dialect.geminiOperations.statusRequest(for: id, baseURL: "https://g.example/v1beta")
        == ProviderRequest(
          method: .get, url: "https://g.example/v1beta" + path, keyPlace: .googleHeader))
  }

  @Test("An operation's own id does not name its model, so nothing can be asked")
  func notAskable() {
    #expect(
      throws: NotAskable(
        why: "an operation's id alone does not name its model; "
          + "give models/MODEL/operations/k3x9q2m7w1tz")
    ) {
      try Dialect.geminiOperations.statusRequest(for: "k3x9q2m7w1tz", baseURL: "https://g.example")
    }
  }
}
