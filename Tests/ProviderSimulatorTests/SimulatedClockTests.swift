import Testing

@testable import ProviderSimulator

struct SimulatedClockTests {
  @Test("Goes with the wall, ahead of it, stands, and goes on from where it stood")
  func clock() {
    let wall = TestClock()
    let start = wall.now
    let clock = SimulatedClock { wall.now }
    #expect(clock.now == start)
    clock.advance(by: .seconds(60))
    wall.advance(by: .seconds(1))
    #expect(clock.now == start + .seconds(61))
    clock.stop()
    wall.advance(by: .seconds(5))
    #expect(clock.now == start + .seconds(61))
    clock.advance(by: .seconds(10))
    clock.stop()
    #expect(clock.now == start + .seconds(71))
    #expect(clock.isStopped)
    clock.goOn()
    wall.advance(by: .seconds(2))
    #expect(clock.now == start + .seconds(73))
    #expect(clock.wallNow == start + .seconds(8))
  }
}
