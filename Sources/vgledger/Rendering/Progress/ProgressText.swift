/// How far work has come, as a line.
struct ProgressText {
  /// What is done: `importing`.
  let work: String
  /// What is counted: `records`.
  let unit: String

  /// `importing  34 %  120000 records  12s, about 24s more`.
  ///
  /// Without a share nobody knows how much is left, and nothing is said of it.
  ///
  /// - Parameters:
  ///   - count: What is done so far.
  ///   - share: Of the whole, from 0 to 1; `nil` where that is not known.
  ///   - elapsed: Since the beginning.
  /// - Returns: One line, not cut to any width.
  func line(count: Int, share: Double?, elapsed: Duration) -> String {
    let seconds = elapsed.components.seconds
    var parts = [work]
    let known = share.map { min(max($0, 0), 1) }
    if let known { parts.append("\(Int(known * 100)) %") }
    parts.append("\(count) \(unit)")
    let lasted = Words.duration(seconds * 1000)
    // The first hundredth tells too little of the rest.
    if let known, known >= 0.01, seconds > 0 {
      let left = Int64((Double(seconds) * (1 - known) / known).rounded())
      parts.append("\(lasted), about \(Words.duration(left * 1000)) more")
    } else {
      parts.append(lasted)
    }
    return parts.joined(separator: "  ")
  }
}
