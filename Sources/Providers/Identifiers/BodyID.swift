internal import Crypto
public import Ledger

/// The name of a job inside an answer's body.
public enum BodyID {
  /// The id that the body carries: OpenAI's `id`, a relay's `task_id`, Google's `name`.
  public static func read(_ body: [UInt8]) -> String? {
    guard let json = JSONReader.read(body), json.isObject else { return nil }
    for object in [json, json["data"], json["metadata"]].compactMap(\.self) {
      for name in ["name", "id", "task_id"] {
        guard let text = object[name]?.text else { continue }
        if name == "name", !text.contains("operations/") { continue }
        return text
      }
    }
    return nil
  }

  /// Whether the body is an error and nothing else: a job that failed is none.
  public static func isError(_ body: [UInt8]) -> Bool {
    let json = JSONReader.read(body)
    let whole = json?.elements?.count == 1 ? json?.elements?.first : json
    return whole?["error"] != nil && whole?["status"]?.text == nil
      && whole?["done"] == nil
  }

  /// A name for a call that was refused before it got one: the same for the same answer at the same
  /// moment.
  public static func localName(_ body: [UInt8], _ observed: Moment?) -> String {
    var hash = SHA256()
    hash.update(data: body)
    hash.update(data: Array((observed?.rfc3339 ?? "").utf8))
    return "refused-" + Array(hash.finalize().prefix(12)).hexadecimal
  }
}

extension Reason {
  /// Whether the reason is a safety filter's.
  public var isSafety: Bool {
    self == .safety || rawValue.hasPrefix("input.") || rawValue.hasPrefix("output.")
  }
}
