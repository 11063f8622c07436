import Testing

@testable import Poller

@Suite("Addresses of results")
struct ResultAddressTests {
  @Test(
    "Only http and https with a host are addresses",
    arguments: [
      "", "video.mp4", "file:///etc/passwd", "gs://bucket/o", "ftp://x/y", "https://",
      "https://user:pass@example.com/v", "javascript:alert(1)", "http:///x",
    ])
  func refused(text: String) {
    #expect(ResultAddress(text) == nil)
  }

  @Test(
    "What may be fetched for an account at a public provider",
    arguments: [
      ("https://cdn.example.com/v.mp4", true), ("http://cdn.example.com/v.mp4", false),
      ("https://127.0.0.1/v", false), ("https://localhost/v", false), ("https://10.1.2.3/v", false),
      ("https://172.16.0.1/v", false), ("https://172.32.0.1/v", true),
      ("https://192.168.1.1/v", false), ("https://169.254.169.254/latest/meta-data", false),
      ("https://100.64.0.1/v", false), ("https://[::1]/v", false), ("https://[fd00::1]/v", false),
      ("https://metadata.google.internal/x", false), ("https://intranet/v", false),
      ("https://0.0.0.0/v", false), ("https://10.1/v", false), ("https://0x0a.0.0.1/v", false),
      ("https://2130706433/v", false), ("https://x.internal./v", false),
      ("https://localhost./v", false), ("https://127.example.com/v", true),
      ("https://0177.0.0.1/v", false), ("https://127.1/v", false), ("https://0x7f000001/v", false),
      ("https://0251.0376.0251.0376/v", false), ("https://10.0.1/v", false),
      ("https://192.168.257/v", false), ("https://8.8.8.8/v", true), ("https://010.8.8.8/v", true),
      ("https://[0:0:0:0:0:0:0:1]/v", false), ("https://[::ffff:10.0.0.1]/v", false),
      ("https://[::ffff:0a00:0001]/v", false), ("https://[0:0:0:0:0:ffff:7f00:1]/v", false),
      ("https://[64:ff9b::a00:1]/v", false), ("https://[64:ff9b::808:808]/v", true),
      ("https://[2002:a00:1::]/v", false), ("https://[fe80::1]/v", false),
      ("https://[FE80::1]/v", false), ("https://[fec0::1]/v", false),
      ("https://[ff02::1]/v", false),
      ("https://[2606:4700::1111]/v", true), ("https://[2606:4700:0:0:0:0:0:1111]/v", true),
      ("https://224.0.0.1/v", false), ("https://printer.local/v", false),
      ("https://[::ffff:8.8.8.8]/v", true),
    ])
  func publicProvider(text: String, isAllowed: Bool) throws {
    let base = try #require(ResultAddress("https://api.openai.com/v1"))
    let address = try #require(ResultAddress(text))
    #expect((address.refusal(forAccountAt: base) == nil) == isAllowed)
  }

  @Test("An account on this machine may give addresses on this machine")
  func loopbackProvider() throws {
    let base = try #require(ResultAddress("http://127.0.0.1:8080/v1"))
    let address = try #require(ResultAddress("http://127.0.0.1:8080/files/1"))
    #expect(address.refusal(forAccountAt: base) == nil)
    #expect(address.isSameOrigin(as: base))
  }

  @Test(
    "What accounts on this machine and on private networks may name",
    arguments: [
      ("http://127.0.0.1:8080/v1", "http://127.0.0.1:9000/v", true),
      ("http://127.0.0.1:8080/v1", "http://localhost:9000/v", true),
      ("http://127.0.0.1:8080/v1", "http://10.0.0.1/v", false),
      ("http://127.0.0.1:8080/v1", "http://169.254.169.254/v", false),
      ("http://127.0.0.1:8080/v1", "http://[fe80::1]/v", false),
      ("http://127.0.0.1:8080/v1", "http://[::ffff:192.168.0.1]/v", false),
      ("http://10.0.0.5:8080/v1", "http://10.0.0.6/v", true),
      ("http://10.0.0.5:8080/v1", "http://169.254.169.254/v", false),
      ("http://10.0.0.5:8080/v1", "http://127.0.0.1/v", false),
      ("https://10.0.0.5/v1", "http://10.0.0.6/v", false),
      ("http://169.254.1.1/v1", "http://169.254.1.1:81/v", true),
      ("http://169.254.1.1/v1", "http://169.254.169.254/v", false),
      ("http://127.0.0.1:8080/v1", "https://cdn.example.com/v", true),
      ("http://127.0.0.1:8080/v1", "http://cdn.example.com/v", false),
    ])
  func privateProviders(base: String, text: String, isAllowed: Bool) throws {
    let base = try #require(ResultAddress(base))
    let address = try #require(ResultAddress(text))
    #expect((address.refusal(forAccountAt: base) == nil) == isAllowed)
  }

  @Test(
    "Another port, scheme or host is another origin",
    arguments: [
      "https://api.openai.com:444/x", "http://api.openai.com/x", "https://openai.com/x",
      "https://api.openai.com.evil.example/x",
    ])
  func otherOrigin(text: String) throws {
    let base = try #require(ResultAddress("https://api.openai.com/v1"))
    let other = try #require(ResultAddress(text))
    #expect(!other.isSameOrigin(as: base))
  }

  @Test(
    "A redirect may be relative",
    arguments: [
      ("/download/1", "https://h.example/download/1"), ("x", "https://h.example/a/x"),
      ("https://o.example/y", "https://o.example/y"),
    ])
  func redirects(location: String, target: String) throws {
    let address = try #require(ResultAddress("https://h.example/a/b"))
    #expect(address.resolving(location)?.text == target)
  }
}
