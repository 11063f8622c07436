/// The name that somebody probably meant.
enum NearestName {
  /// The nearest of the names, or `nil` where none is near: at most a third of its letters differ.
  static func of(_ word: String, among names: [String]) -> String? {
    let near = names.map { (name: $0, distance: distance(Array(word), Array($0))) }
      .filter { $0.distance <= max(1, max(word.count, $0.name.count) / 3) }
    return near.min { $0.distance < $1.distance }?.name
      ?? names.first { $0.hasPrefix(word) && word.count >= 2 }
  }

  /// Letters to insert, to remove or to replace, from one word to the other (Levenshtein).
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (line, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, other) in right.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
