import Ledger
import Poller
import Testing

@Suite("How long jobs of a kind take")
struct DurationHistoryTests {
  private typealias Kind = DurationHistory.Kind

  private func kind(model: String? = "veo-3.1", size: String? = nil) -> Kind {
    Kind(account: "veo", model: model, size: size, videoMilliseconds: nil)
  }

  private func history(_ count: Int, _ seconds: Double, of kind: Kind) -> DurationHistory {
    var history = DurationHistory(limits: PollPlan.Limits())
    for place in 0..<count { history.add(seconds + Double(place % 7), of: kind) }
    return history
  }

  @Test("Twenty jobs make a curve, nineteen do not", arguments: [(19, false), (20, true)])
  func least(count: Int, isThere: Bool) {
    var history = history(count, 60, of: kind())
    let curve = history.curve(of: kind(), at: .zero) { _ in [] }
    #expect((curve != nil) == isThere)
  }

  @Test("A size without history of its own uses that of its model")
  func broader() {
    var history = history(30, 60, of: kind(size: "720p"))
    let other = history.curve(of: kind(size: "1080p"), at: .zero) { _ in [] }
    let foreign = history.curve(of: kind(model: "veo-2"), at: .zero) { _ in [] }
    #expect(other != nil)
    #expect(foreign == nil)
  }

  @Test("A size with enough history uses its own")
  func own() throws {
    var history = history(30, 600, of: kind(size: "4k"))
    for place in 0..<300 { history.add(30 + Double(place % 7), of: kind(size: "720p")) }
    let slowFound = history.curve(of: kind(size: "4k"), at: .zero) { _ in [] }
    let slow = try #require(slowFound)
    let quickFound = history.curve(of: kind(size: "720p"), at: .zero) { _ in [] }
    let quick = try #require(quickFound)
    #expect(slow.next(after: 0) > quick.next(after: 0))
  }

  @Test("Jobs without a model are not thrown together")
  func withoutModel() {
    var history = history(30, 60, of: kind(model: nil))
    let curve = history.curve(of: kind(model: nil), at: .zero) { _ in [] }
    #expect(curve == nil)
  }

  @Test("What a provider does today counts, not what it did before")
  func newest() throws {
    var history = history(300, 30, of: kind())
    for _ in 0..<600 { history.add(300, of: kind()) }
    let curveFound = history.curve(of: kind(), at: .zero) { _ in [] }
    let curve = try #require(curveFound)
    #expect(curve.next(after: 30) - 30 > 40)
  }
}
