import Testing

@testable import Poller

@Suite("Proxies from the environment")
struct ProxiesTests {
  private static func shown(_ address: String, _ environment: [String: String]) throws -> String? {
    let address = try #require(ResultAddress(address))
    return try Proxies(environment: environment).proxy(for: address)?.shown
  }

  @Test(
    "Each scheme has its own, lower case wins, and capital letters are not read for http",
    arguments: [
      ("https://a.example/", ["HTTPS_PROXY": "http://p.example:3128"], "p.example:3128"),
      ("https://a.example/", ["https_proxy": "l:1", "HTTPS_PROXY": "u:2"], "l:1"),
      ("https://a.example/", ["https_proxy": "", "HTTPS_PROXY": "u:2"], "u:2"),
      ("https://a.example/", ["https_proxy": "http://user:pass@p.example"], "p.example:80"),
      ("https://a.example/", ["https_proxy": "http://[2001:db8::1]:8080/"], "[2001:db8::1]:8080"),
      ("https://a.example/", ["http_proxy": "p:1"], nil),
      ("http://a.example/", ["http_proxy": "p:1"], "p:1"),
      ("http://a.example/", ["HTTP_PROXY": "p:1", "https_proxy": "p:1"], nil),
      ("http://127.0.0.1:80/", ["http_proxy": "p:1"], nil),
      ("https://localhost/", ["https_proxy": "p:1"], nil),
      ("https://[::1]/", ["https_proxy": "p:1"], nil),
      ("https://10.0.0.1/", ["https_proxy": "p:1"], "p:1"),
      ("https://a.example/", [:], nil),
    ] as [(String, [String: String], String?)])
  func choice(address: String, environment: [String: String], shown: String?) throws {
    #expect(try Self.shown(address, environment) == shown)
  }

  @Test(
    "What NO_PROXY covers",
    arguments: [
      ("*", "https://a.example/", true),
      ("a.example", "https://A.example/", true),
      ("a.example", "https://b.a.example/", true),
      (".a.example", "https://a.example/", true),
      ("*.a.example", "https://b.a.example/", true),
      ("a.example", "https://ba.example/", false),
      ("x.example, a.example", "https://a.example/", true),
      ("x.example a.example", "https://a.example./", true),
      ("a.example:443", "https://a.example/", true),
      ("a.example:8443", "https://a.example/", false),
      ("a.example:8443", "https://a.example:8443/", true),
      ("10.0.0.0/8", "https://10.9.8.7/", true),
      ("10.0.0.0/8", "https://11.9.8.7/", false),
      ("0.0.0.0/0", "https://11.9.8.7/", true),
      ("10.0.0.0/99", "https://10.9.8.7/", false),
      ("192.168.1.1", "https://192.168.1.1/", true),
      ("[2001:db8::1]", "https://[2001:db8::1]/", true),
      ("2001:db8::1", "https://[2001:db8::1]/", true),
      (",, ,", "https://a.example/", false),
    ])
  func exceptions(list: String, address: String, isCovered: Bool) throws {
    let environment = ["https_proxy": "p:1", "NO_PROXY": list]
    #expect(try Self.shown(address, environment) == (isCovered ? nil : "p:1"))
  }

  @Test(
    "Another kind of proxy is refused, and the error does not repeat it",
    arguments: ["socks5://u:secret@p:1", "https://p:1", "http://", "http://p:99999", "://"])
  func unusable(text: String) {
    let error = #expect(throws: Proxies.Unusable.self) {
      try Proxies(environment: ["HTTPS_PROXY": text])
    }
    #expect(error == Proxies.Unusable(variable: "HTTPS_PROXY"))
  }
}
