import Poller
import Testing

@testable import Providers
@testable import vgledger

struct IdentifiedJobsTests {
  @Test(
    "A name means the same the second time, and what it means without a memory",
    arguments: [
      ("video_68e7780081e74ef5e8e25d940ed904759531985d5d9dc9f8", nil),
      ("models/veo-3.1/operations/abc123", nil), ("abc123", "veo"), ("abc123", "sora"),
    ] as [(String, String?)])
  func same(text: String, provider: String?) throws {
    let accounts = try Accounts(Configuration(), [:])
    var identified = IdentifiedJobs()
    let (access, id) = try accounts.identify(text, provider: provider)
    for _ in 0..<2 {
      let found = try identified.identify(text, provider: provider, among: accounts)
      #expect(found.id == id)
      #expect(found.access.account == access.account)
      #expect(identified.shape(of: text) == JobID(recognizing: text)?.dialect)
    }
  }

  @Test("A name of two accounts is two names")
  func providers() throws {
    let accounts = try Accounts(Configuration(), [:])
    var identified = IdentifiedJobs()
    let names = try ["sora", "veo", "sora"].map {
      try identified.identify("abc", provider: $0, among: accounts).access.account.name
    }
    #expect(names == ["sora", "veo", "sora"])
  }

  @Test("What cannot be identified is refused every time")
  func refused() throws {
    let accounts = try Accounts(Configuration(), [:])
    var identified = IdentifiedJobs()
    for _ in 0..<2 {
      #expect(throws: Failure.self) {
        try identified.identify("abc", provider: nil, among: accounts)
      }
      #expect(identified.shape(of: "abc") == nil)
    }
  }

  @Test("Names beyond those that are kept are identified all the same")
  func many() throws {
    let accounts = try Accounts(Configuration(), [:])
    var identified = IdentifiedJobs()
    for number in 0..<20_000 {
      let found = try identified.identify("job\(number % 9000)", provider: "sora", among: accounts)
      guard found.id.text == "job\(number % 9000)" else {
        Issue.record("\(number) is \(found.id.text)")
        return
      }
    }
  }
}
