import AsyncHTTPClient
import Ledger
import NIOHTTP1
import Providers
import Testing

@testable import Poller

@Suite("Asking a provider")
struct ProviderClientTests {
  @Test(
    "The key travels in the header of its dialect and nowhere else",
    arguments: [
      (ProviderRequest.KeyPlace.bearer, "authorization", "Bearer key-1"),
      (.googleHeader, "x-goog-api-key", "key-1"),
    ])
  func keyPlace(place: ProviderRequest.KeyPlace, name: String, value: String) {
    let request = ProviderRequest(method: .get, url: "https://h.example/v1/x", keyPlace: place)
    let message = ProviderClient.message(request, key: "key-1")
    #expect(message.url == "https://h.example/v1/x")
    #expect(message.headers[name] == [value])
    #expect(message.headers.count == 3)
    let without = ProviderClient.message(request, key: nil)
    #expect(without.headers[name] == [])
  }

  @Test(
    "No listener, no name and no address are told apart",
    arguments: [
      ("http://127.0.0.1:9/x", Unreachable.Cause.refused),
      ("http://name.invalid/x", .nameResolution),
    ])
  func unreachable(url: String, cause: Unreachable.Cause) async throws {
    try await ProviderClient.withClient { client in
      let request = ProviderRequest(method: .get, url: url, keyPlace: .bearer)
      guard case .unreachable(let unreachable) = try await client.ask(request, key: nil) else {
        Issue.record("somebody answered at \(url)")
        return
      }
      #expect(unreachable.cause == cause)
      #expect(unreachable.latencyMilliseconds != nil)
      #expect(unreachable.detail?.contains("\n") == false)
    }
  }
}
