import Testing

@testable import vgledger

@Suite("Keys of the full screen")
struct WatchKeyTests {
  @Test(
    "Bytes of a terminal are keys; what is no key is left out",
    arguments: [
      ("q", [.quit]), ("jk", [.down, .up]), ("\u{1b}[A\u{1b}[B", [.up, .down]),
      ("\u{1b}OB", [.down]), ("\r", [.show]), ("w", [.why]), ("\u{1b}", [.back]),
      ("xyz", []), ("\u{1b}[5~q", [.quit]), ("\u{1b}[1;5Aq", [.up, .quit]), ("", []),
    ] as [(String, [WatchKey])])
  func keys(text: String, keys: [WatchKey]) {
    #expect(WatchKey.keys(in: Array(text.utf8)) == keys)
  }
}
