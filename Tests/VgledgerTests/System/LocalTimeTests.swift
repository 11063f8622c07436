import Foundation
import Ledger
import Testing

@testable import vgledger

extension ZoneTests {
  /// The zone belongs to the process, so the tests run in whichever it has, against Foundation.
  struct LocalTimeTests {
    @Test("Shows what Foundation shows, and finds the moment again", arguments: [97])
    func agreesWithFoundation(seed: UInt64) {
      let zone = LocalTime.zone(named: "local")
      var state = seed
      for _ in 0..<500 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let moment = Moment(rawValue: Int64(state >> 23))  // 1970 to 2039
        let ahead = Int64(TimeZone.current.secondsFromGMT(for: moment.date))
        let time = zone.calendarTime(of: moment)
        #expect(time == CalendarTime(moment, secondsAhead: ahead), "seed \(seed), \(moment)")
        #expect(zone.calendarTime(of: zone.moment(of: time)) == time, "seed \(seed), \(moment)")
      }
    }
  }
}
