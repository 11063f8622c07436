internal import FoundationEssentials

extension [UInt8] {
  /// Base 64 of RFC 4648, section 4, with padding.
  package var base64: String { Data(self).base64EncodedString() }

  /// - Returns: `nil` unless the text is exactly what ``base64`` writes: no spaces, no other alphabet,
  ///   padding in place, no bits left over; so that a text cannot be changed and mean the same.
  package init?(base64 text: String) {
    guard let data = Data(base64Encoded: text),
      data.base64EncodedString().utf8.elementsEqual(text.utf8)
    else { return nil }
    self = Array(data)
  }
}
