import Testing

@testable import vgledger

struct ProgressPaceTests {
  @Test("Nothing is said of short work, then one line an interval")
  func pace() {
    var pace = ProgressPace(interval: .milliseconds(100))
    let times: [Int64] = [0, 100, 499, 500, 501, 599, 600, 650, 900, 950, 1000]
    let said = times.filter { pace.isDue(after: .milliseconds($0)) }
    #expect(said == [500, 600, 900, 1000])
  }

  @Test("Without an interval nothing is ever said")
  func never() {
    var pace = ProgressPace(interval: nil)
    let isDue = pace.isDue(after: .seconds(1_000_000))
    #expect(!isDue)
  }
}
