/// How a price's model covers the models of jobs.
///
/// A price for `veo-3.1-generate` covers that name and its versions: `veo-3.1-generate-001`,
/// `veo-3.1-generate-preview`. It never covers another model whose name only begins alike: a price
/// for `sora-2` says nothing about `sora-2-pro`, because a price is never guessed.
public enum ModelName {
  private static let releaseWords: Set<String> = ["preview", "latest", "exp", "experimental", "ga"]

  /// Whether a price for `priced` covers `model`; case does not count.
  public static func covers(_ priced: String, _ model: String) -> Bool {
    let priced = priced.lowercased()
    let model = model.lowercased()
    if model == priced { return true }
    guard model.hasPrefix(priced + "-") else { return false }
    let rest = model.dropFirst(priced.utf8.count + 1).split(
      separator: "-", omittingEmptySubsequences: false)
    return rest.allSatisfy { part in
      releaseWords.contains(String(part)) || isNumber(part)
    }
  }

  /// Two digits or more: `001`, `2025`; a single digit is part of a name, as in `sora-2`.
  private static func isNumber(_ part: Substring) -> Bool {
    part.utf8.count >= 2
      && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
