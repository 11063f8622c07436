/// Reads videos that come inline in a status answer of Google's.
public enum InlineMedia {
  /// The bytes of one sample.
  ///
  /// - Parameters:
  ///   - index: Which of the observation's assets; samples with nothing in them count as little
  ///     here as there.
  ///   - body: The answer as it came, nothing cut.
  /// - Returns: `nil` where there is no such sample, or it is not inline.
  public static func sample(_ index: Int, in body: [UInt8]) -> [UInt8]? {
    guard let json = JSONReader.read(body) else { return nil }
    let videos = GeminiInteractions.videos(in: json)
    if videos.indices.contains(index), let text = videos[index]["data"]?.text {
      return MediaText.decode(Array(text.utf8))
    }
    let samples = GoogleOperation.samples(ofFinished: json)
    guard samples.indices.contains(index) else { return nil }
    let video = samples[index]["video"] ?? samples[index]
    return GoogleOperation.inlineText(of: video).flatMap { MediaText.decode(Array($0.utf8)) }
  }
}
