import Testing

@testable import Poller

@Suite("Who can reach a host")
struct NetworkReachTests {
  @Test(
    "Numbers in every spelling that systems take",
    arguments: [
      ("127.0.0.1", 0x7f00_0001), ("0x7f.1", 0x7f00_0001), ("017700000001", 0x7f00_0001),
      ("2130706433", 0x7f00_0001), ("10.1", 0x0a00_0001), ("1.2.3", 0x0102_0003),
      ("255.255.255.255", 0xffff_ffff), ("4294967295", 0xffff_ffff), ("0", 0),
    ] as [(String, UInt32)])
  func spellings(text: String, value: UInt32) {
    #expect(IPv4Address(anySpelling: text)?.value == value)
  }

  @Test(
    "What is no number is a name",
    arguments: [
      "", ".", "1.", ".1", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "08.1.1.1", "1.-2",
      "0x", "0xg", "a.b", "1.2.3.+4", " 1",
    ])
  func names(text: String) {
    #expect(IPv4Address(anySpelling: text) == nil)
  }

  @Test(
    "Addresses of IPv6 in long, short and mixed form",
    arguments: [
      ("::", [0, 0, 0, 0, 0, 0, 0, 0]), ("1::", [1, 0, 0, 0, 0, 0, 0, 0]),
      ("1:2:3:4:5:6:7:8", [1, 2, 3, 4, 5, 6, 7, 8]), ("1::8", [1, 0, 0, 0, 0, 0, 0, 8]),
      ("::ffff:1.2.3.4", [0, 0, 0, 0, 0, 0xffff, 0x102, 0x304]),
      ("1:2:3:4:5:6:1.2.3.4", [1, 2, 3, 4, 5, 6, 0x102, 0x304]),
    ] as [(String, [UInt16])])
  func groups(text: String, groups: [UInt16]) {
    #expect(IPv6Address(text)?.groups == groups)
  }

  @Test(
    "What is no address of IPv6",
    arguments: [":", ":::", "1:2:3", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "g::", "::1.2.3"])
  func noAddress(text: String) {
    #expect(IPv6Address(text) == nil)
  }

  @Test("What cannot be read is taken for private")
  func unreadable() {
    #expect(NetworkReach(host: "[1:2:3]") == .site)
    #expect(NetworkReach(host: "[fe80::1%25eth0]") == .link)
    #expect(NetworkReach(host: "%31%30.0.0.1") == .site)
  }
}
