public import Ledger

/// Dates in HTTP headers: `Wed, 19 Aug 2026 14:34:28 GMT` (RFC 9110, section 5.6.7).
public enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Returns: `nil` for anything that is not such a date.
  public static func moment(of text: String) -> Moment? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[1].count == 2, words[3].count == 4, words[4].count == 8,
      words[5] == "GMT", let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Moment(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }
}
