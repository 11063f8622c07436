/// The class of sizes that providers price alike: `720p`, `1024p`, `1080p`, `4k`.
public struct ResolutionClass: Hashable, Sendable {
  /// The shorter side with a `p`, or `4k`.
  public let word: String

  /// The shorter side in pixels.
  var side: Int { word == "4k" ? 2160 : Int(word.dropLast()) ?? 0 }

  private static let sideMax = 100_000

  /// Reads a resolution such as `1080p` or `4K`, or a size such as `1280x720`, whose shorter side
  /// counts.
  ///
  /// - Returns: nil for anything else.
  public init?(_ text: some StringProtocol) {
    let text = text.lowercased()
    if text == "4k" || text == "uhd" {
      word = "4k"
      return
    }
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
    let side: Int?
    if sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]) {
      side = min(width, height)
    } else if text.hasSuffix("p") {
      side = Int(text.dropLast())
    } else {
      side = nil
    }
    guard let side, (1...Self.sideMax).contains(side) else { return nil }
    word = side == 2160 ? "4k" : "\(side)p"
  }

  /// The class of what was asked for: of the resolution where one is known, else of the size.
  public init?(resolution: String?, size: String?) {
    guard let text = resolution ?? size else { return nil }
    self.init(text)
  }
}
