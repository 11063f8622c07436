import Testing

@testable import Poller

@Suite("When a key is had anew")
struct KeyScheduleTests {
  /// The key came after 10 s, from a try that began at 0 s; lifetimes and times in seconds.
  @Test(
    "After 45 minutes, or five minutes before its end, or when it is refused",
    arguments: [
      (nil, 10, false, false),
      (nil, 59, false, false),
      (nil, 60, false, true),
      (nil, 2709, false, true),
      (nil, 2710, true, true),
      (3600, 3309, false, true),
      (3600, 3310, true, true),
      (300, 69, false, true),
      (300, 70, true, true),
      (0, 70, true, true),
    ] as [(Int?, Int, Bool, Bool)])
  func due(lifetime: Int?, at: Int, isDue: Bool, afterRefusal: Bool) {
    var schedule = KeySchedule()
    schedule.begin(at: .zero)
    schedule.took(lifetime: lifetime.map { .seconds($0) }, at: .seconds(10))
    #expect(schedule.isDue(at: .seconds(at)) == isDue)
    #expect(schedule.isDueAfterRefusal(at: .seconds(at)) == afterRefusal)
  }

  @Test("The first one at once; after a failure a minute goes by", arguments: [true, false])
  func first(hasFailed: Bool) {
    var schedule = KeySchedule()
    if hasFailed { schedule.begin(at: .zero) }
    #expect(schedule.isDue(at: .seconds(59)) != hasFailed)
    #expect(schedule.isDue(at: .seconds(60)))
  }
}
