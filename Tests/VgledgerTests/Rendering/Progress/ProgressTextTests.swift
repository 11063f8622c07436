import Testing

@testable import vgledger

struct ProgressTextTests {
  private static let text = ProgressText(work: "importing", unit: "records")

  @Test(
    "A line tells the work, the share, the count, and the time",
    arguments: [
      (120_000, 0.25, 12.0, "importing  25 %  120000 records  12s, about 36s more"),
      (120_000, 0.999, 12.9, "importing  99 %  120000 records  12s, about 0s more"),
      (7, 0.005, 5.0, "importing  0 %  7 records  5s"),
      (7, 0.5, 0.6, "importing  50 %  7 records  0s"),
      (7, 1.7, 90.0, "importing  100 %  7 records  1m30s, about 0s more"),
      (7, -1.0, 90.0, "importing  0 %  7 records  1m30s"),
      (0, nil, 0.5, "importing  0 records  0s"),
      (3000, nil, 3700.0, "importing  3000 records  1h01m"),
    ] as [(Int, Double?, Double, String)])
  func line(count: Int, share: Double?, seconds: Double, line: String) {
    #expect(Self.text.line(count: count, share: share, elapsed: .seconds(seconds)) == line)
  }
}
