extension Character {
  /// Columns on a terminal: 2 for the wide characters of East Asia and for emoji, 0 for a mark
  /// without a letter, else 1.
  var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    guard first.value >= 0x300 else { return 1 }
    if first.isWide { return 2 }
    // A variation selector asks for the picture of a character that has a plain form too.
    if unicodeScalars.count > 1, unicodeScalars.contains("\u{fe0f}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return 1
    }
  }
}

extension Unicode.Scalar {
  /// The blocks that Unicode's EastAsianWidth.txt calls wide or fullwidth, emoji apart.
  private var isInWideBlock: Bool {
    switch value {
    case 0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x3247, 0x3250...0x4dbf,
      0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19,
      0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x1b2ff, 0x1f200...0x1f265,
      0x1f3fb...0x1f3ff, 0x20000...0x3fffd:
      true
    case _: false
    }
  }

  fileprivate var isWide: Bool {
    value >= 0x1100 && (properties.isEmojiPresentation || isInWideBlock)
  }
}
