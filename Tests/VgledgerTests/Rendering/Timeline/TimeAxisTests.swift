import Ledger
import Testing

@testable import vgledger

@Suite("Time axis")
struct TimeAxisTests {
  @Test(
    "Labels are as many as have room, at the columns of their moments",
    arguments: [
      ("14:00:00", "14:22:00", 58, "14:00        14:05        14:10        14:15        14:20"),
      ("14:01:00", "14:22:00", 20, "             14:15"),
      ("14:00:00", "14:00:20", 40, "14:00:00  14:00:05  14:00:10  14:00:15"),
      ("14:00:00", "14:00:00", 8, "14:00:00"),
      ("14:01:00", "14:01:30", 5, "14:01"), ("14:01:00", "14:01:30", 4, ""),
    ])
  func lines(from: String, until: String, columns: Int, expected: String) throws {
    let axis = TimeAxis(
      from: try #require(Moment(rfc3339: "2026-11-23T\(from)Z")),
      until: try #require(Moment(rfc3339: "2026-11-23T\(until)Z")), columns: columns, zone: .utc)
    #expect(axis.line == expected)
  }

  @Test(
    "Longer spans are marked by days, months and years",
    arguments: [
      ("2026-11-22T20:00:00Z", "2026-11-23T09:00:00Z", "            23 Nov            06:00"),
      ("2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z", "20 Nov    21 Nov    22 Nov    23 Nov"),
      ("2025-11-01T00:00:00Z", "2026-02-10T00:00:00Z", "Nov        Dec          2026        Feb"),
    ])
  func long(from: String, until: String, expected: String) throws {
    let axis = TimeAxis(
      from: try #require(Moment(rfc3339: from)), until: try #require(Moment(rfc3339: until)),
      columns: 40, zone: .utc)
    #expect(axis.line == expected)
  }

  @Test("A moment's column, and the edge for what lies outside")
  func columns() {
    let axis = TimeAxis(
      from: Moment(rawValue: 0), until: Moment(rawValue: 10_000), columns: 10, zone: .utc)
    let columns = [-5, 0, 999, 1000, 9999, 10_000, .max].map {
      axis.column(of: Moment(rawValue: $0))
    }
    #expect(columns == [0, 0, 0, 1, 9, 10, 10])
  }
}
