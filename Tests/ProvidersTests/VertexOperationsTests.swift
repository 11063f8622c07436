import Ledger
import Testing

@testable import Providers

struct VertexOperationsTests {
  private static let base = "https://{location}-aiplatform.googleapis.com/v1"

  private static func name(_ location: String) -> String {
    "projects/demo.com:p/locations/\(location)/publishers/google/models/veo-3.1/operations/5b0c-7a1e"
  }

  @Test(
    "Asks by POST at the place that the name says",
    arguments: [
      (base, "us-central1", "https://us-central1-aiplatform.googleapis.com/v1"),
      (base, "global", "https://aiplatform.googleapis.com/v1"),
      ("https://g.example/{location}/v1", "global", "https://g.example/global/v1"),
      ("https://g.example/v1", "us-central1", "https://g.example/v1"),
    ])
  func request(baseURL: String, location: String, base: String) throws {
    let id = Self.name(location)
    #expect(
      try Dialect.vertexOperations.statusRequest(for: id, baseURL: baseURL)
        == ProviderRequest(
          method: .post,
          url: base + "/projects/demo.com%3Ap/locations/\(location)/publishers/google"
            + "/models/veo-3.1:fetchPredictOperation",
          keyPlace: .bearer, body: Array(#"{"operationName":"\#(id)"}"#.utf8)))
  }

  @Test(
    "A name without project, location and model cannot be asked for",
    arguments: [
      "operations/1", "abc123", Samples.gemini, name("evil.example/x"), name("evil.example"),
    ])
  func notAskable(id: String) {
    #expect(throws: NotAskable.self) {
      try Dialect.vertexOperations.statusRequest(for: id, baseURL: Self.base)
    }
  }
}
