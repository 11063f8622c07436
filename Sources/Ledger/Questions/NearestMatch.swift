/// Which known word a person may have meant.
public enum NearestMatch {
  /// Words longer than this are not compared: nobody misspells them by a letter.
  private static let lengthMost = 64

  /// The known word that is nearest to what was written; the first of several.
  ///
  /// - Parameters:
  ///   - word: As written; upper and lower case do not count.
  ///   - known: The words that there are.
  /// - Returns: `nil` where more than a third of the letters would have to change.
  public static func of(_ word: String, in known: some Sequence<String>) -> String? {
    let written = Array(word.lowercased())
    guard !written.isEmpty, written.count <= lengthMost else { return nil }
    var nearest: (word: String, distance: Int)?
    for candidate in known {
      let distance = distance(written, Array(candidate.lowercased()))
      let most = max(1, max(written.count, candidate.count) / 3)
      if distance <= most, distance < nearest?.distance ?? .max { nearest = (candidate, distance) }
    }
    return nearest?.word
  }

  /// How many letters must be added, left out, replaced or swapped with their neighbour: the
  /// Damerau–Levenshtein distance in which no pair is changed twice (optimal string alignment).
  static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        var best = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
