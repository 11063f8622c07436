import Testing

@testable import Ledger

struct HexadecimalTests {
  @Test(
    "Bytes and digits are the same thing twice",
    arguments: [
      ([], ""), ([0], "00"), ([0x0f, 0xf0, 0xff], "0ff0ff"),
    ] as [([UInt8], String)])
  func roundTrip(bytes: [UInt8], text: String) {
    #expect(bytes.hexadecimal == text)
    #expect([UInt8](hexadecimal: text) == bytes)
    #expect([UInt8](hexadecimal: text.uppercased()) == bytes)
  }

  @Test(
    "Anything but two digits a byte is refused",
    arguments: [
      "0", "000", "0g", "0x", " 0", "0 ", "é0", "ａａ", "+1", "--",
    ])
  func refuses(text: String) {
    #expect([UInt8](hexadecimal: text) == nil)
  }
}
