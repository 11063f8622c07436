internal import FoundationEssentials

/// What a LiteLLM proxy packs into an id: `video_` and base 64 of
/// `litellm:custom_llm_provider:…;model_id:…;video_id:…`, padding sometimes missing.
struct LiteLLMID: Hashable {
  let provider: String?
  let model: String?
  let videoID: String?

  init?(_ body: Substring) {
    var padded = String(body).replacing("-", with: "+").replacing("_", with: "/")
    while !padded.utf8.count.isMultiple(of: 4) { padded += "=" }
    guard let data = Data(base64Encoded: padded),
      let text = String(validating: data, as: UTF8.self), text.hasPrefix("litellm:")
    else { return nil }
    var values: [Substring: String] = [:]
    for pair in text.dropFirst("litellm:".count).split(separator: ";") {
      let halves = pair.split(separator: ":", maxSplits: 1)
      if halves.count == 2 { values[halves[0]] = String(halves[1]) }
    }
    provider = values["custom_llm_provider"]
    model = values["model_id"]
    videoID = values["video_id"]
  }
}
