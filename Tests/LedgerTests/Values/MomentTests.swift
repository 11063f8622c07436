import Foundation
import Testing

@testable import Ledger

struct MomentTests {
  @Test("Arithmetic ends at the ends of the range, and never traps")
  func saturates() {
    let first = Moment(rawValue: .min)
    let last = Moment(rawValue: .max)
    #expect(last.milliseconds(since: first) == .max)
    #expect(first.milliseconds(since: last) == .min)
    #expect(first.milliseconds(since: Moment(rawValue: 0)) == .min)
    #expect(last.adding(milliseconds: 1) == last)
    #expect(first.adding(milliseconds: -1) == first)
    #expect(Moment(secondsSince1970: .max) == last)
    #expect(Moment(secondsSince1970: .min) == first)
    #expect(Moment(secondsSince1970: -2) == Moment(rawValue: -2000))
  }

  @Test(
    "Dates outside the range, and none, end at its ends",
    arguments: [
      (1e300, Int64.max), (-1e300, .min), (.infinity, .max), (-.infinity, .min), (0.0004, 0),
      (0.0006, 1),
    ])
  func fromDate(seconds: Double, expected: Int64) {
    #expect(Moment(Date(timeIntervalSince1970: seconds)).rawValue == expected)
  }

  @Test("A date and back is the same moment", arguments: [0, 1, -1, 1_795_438_801_112])
  func date(milliseconds: Int64) {
    #expect(Moment(Moment(rawValue: milliseconds).date).rawValue == milliseconds)
  }
}
