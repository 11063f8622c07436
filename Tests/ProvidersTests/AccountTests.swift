import Testing

@testable import Providers

struct AccountTests {
  @Test("A base URL loses the slash at its end")
  func slash() {
    #expect(
      Account(name: "a", dialect: .openAIVideos, baseURL: "https://g.example/v1/")
        == Account(name: "a", dialect: .openAIVideos, baseURL: "https://g.example/v1"))
  }

  @Test("Every dialect has a built-in account under its own name", arguments: Dialect.allCases)
  func builtIn(dialect: Dialect) {
    guard let account = Account.builtIn(dialect) else {
      #expect(dialect.builtInAccount == nil)
      return
    }
    #expect(account.dialect == dialect)
    #expect(account.name == dialect.builtInAccount)
    #expect(account.baseURL.hasPrefix("https://"))
  }
}
