internal import Ledger

extension Failure {
  /// There is nothing of that name: says the nearest that there is, and where all are listed.
  ///
  /// `kind`: what it was taken for, such as `command`.
  ///
  /// `list`: where to look, such as `'vgledger help' lists them`.
  static func unknown(
    _ kind: String, _ word: String, among known: some Sequence<String>, _ list: String
  ) -> Self {
    let nearest = NearestMatch.of(word, in: known).map { "; did you mean '\($0.escaped)'?" } ?? ";"
    return Self(.usage, "there is no \(kind) '\(word.escaped)'\(nearest) \(list)")
  }
}
