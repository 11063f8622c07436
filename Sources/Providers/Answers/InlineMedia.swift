internal import FoundationEssentials

/// Reads videos that come inline in a status answer of Google's.
public enum InlineMedia {
  /// The bytes of one sample.
  ///
  /// - Returns: `nil` where there is no such sample, or it is not inline.
  public static func sample(_ index: Int, in body: [UInt8]) -> [UInt8]? {
    guard let json = JSONReader.read(body) else { return nil }
    let samples = GoogleOperation.samples(ofFinished: json)
    guard samples.indices.contains(index) else { return nil }
    let video = samples[index]["video"] ?? samples[index]
    let text = GoogleOperation.inlineText(of: video)
    return text.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
  }
}
