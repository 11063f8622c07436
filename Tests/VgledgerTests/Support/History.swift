import Foundation

/// Saved answers for `import`.
enum History {
  static let sora = "video_6a7bd301b7c08190143e5c7a98b6d4f3100e2c4a6886a4c2"
  static let veo = "models/veo-3.1-generate-preview/operations/abc123"

  /// One line of an observations file.
  static func line(
    _ account: String, _ job: String, at time: String?, status: Int = 200, _ body: String
  ) throws -> String {
    var object: [String: Any] = [
      "account": account, "job": job, "http_status": status, "body": body,
    ]
    if let time { object["observed_at"] = time }
    let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// A job that was queued, ran, met a rate limit, and was blocked.
  static func blocked() throws -> String {
    func body(_ words: String) -> String {
      """
      {"id":"\(sora)","object":"video","model":"sora-2","created_at":1786497485,\
      "seconds":"8","size":"1280x720","prompt":"a paper boat",\(words)}
      """
    }
    return try line(
      "sora", sora, at: "2026-08-12T01:18:06.000Z", body(#""status":"queued","progress":0"#))
      + line(
        "sora", sora, at: "2026-08-12T01:18:36.500Z",
        body(#""status":"in_progress","progress":20"#))
      + line(
        "sora", sora, at: "2026-08-12T01:19:06.500Z",
        body(#""status":"in_progress","progress":60"#))
      + line(
        "sora", sora, at: "2026-08-12T01:19:36.500Z", status: 429,
        #"{"error":{"message":"slow down","type":"rate_limit","param":null,"code":null}}"#)
      + line(
        "sora", sora, at: "2026-08-12T01:20:06.500Z",
        body(
          #""status":"failed","error":{"code":"moderation_blocked","message":"It was blocked."}"#))
  }

  /// A Veo job that was seen running and then with its video.
  static func finished() throws -> String {
    try line("veo", veo, at: "2026-08-12T01:20:26Z", #"{"name":"\#(veo)"}"#)
      + line(
        "veo", veo, at: "2026-08-12T01:21:26Z",
        #"{"name":"\#(veo)","done":true,"response":{"generateVideoResponse":{"generatedSamples":"#
          + #"[{"video":{"uri":"https://generativelanguage.googleapis.com/v1beta/files/ab12"}}]}}}"#
      )
  }
}
