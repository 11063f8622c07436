import Testing

@testable import Ledger

struct NamesTests {
  @Test(
    "The part after operations/ or requests/ is a name of its own, at the end of an id only",
    arguments: [
      ("models/m/operations/abc", "abc"), ("operations/abc", "abc"), ("operations/", ""),
      ("projects/p/operations/", ""), ("operations", nil), ("operations/abc/def", nil),
      ("video_1", nil), ("", nil), ("myoperations/abc", nil),
      ("fal-ai/veo3/requests/764cabcf-b745", "764cabcf-b745"),
      ("requests/1/status", nil),
    ] as [(String, String?)])
  func operations(id: String, part: String?) {
    #expect(NameKey.operationPart(of: id) == part)
  }

  @Test("No key is longer than LMDB's 511 bytes", arguments: [0, 400, 401, 5000])
  func lengths(count: Int) {
    let id = String(repeating: "é", count: count)
    let job = JobNumber(rawValue: .max)
    #expect(NameKey.nativeID(id, job).count <= 511)
    #expect((NameKey.operation("operations/" + id, job)?.count ?? 512) <= 511)
  }
}
