/// The parts of a `multipart/form-data` body (RFC 7578) that have a name.
struct MultipartForm: Equatable, Sendable {
  private var parts: [String: [UInt8]] = [:]

  /// Reads `body`; `nil` where the content type names no form with a boundary.
  init?(contentType: String, body: [UInt8]) {
    let fields = contentType.split(separator: ";").map { String($0).trimmed }
    guard fields.first?.lowercased() == "multipart/form-data",
      let boundary = Self.attribute("boundary", of: fields.dropFirst())
    else { return nil }
    // Every delimiter but the first begins with a line break; with one put before the body, all do.
    let delimiter = Array("\r\n--\(boundary)".utf8)
    for part in (Array("\r\n".utf8) + body).split(separator: delimiter) {
      guard let empty = part.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
      let head = String(decoding: part[..<empty.lowerBound], as: UTF8.self)
      guard let name = Self.name(inHead: head) else { continue }
      parts[name] = Array(part[empty.upperBound...])
    }
  }

  func text(_ name: String) -> String? {
    parts[name].map { String(decoding: $0, as: UTF8.self) }
  }

  private static func name(inHead head: String) -> String? {
    for line in head.split(separator: "\r\n") {
      let fields = line.split(separator: ";").map { String($0).trimmed }
      guard fields.first?.lowercased().hasPrefix("content-disposition:") == true else { continue }
      return attribute("name", of: fields.dropFirst())
    }
    return nil
  }

  /// The value of `name=value` or `name="value"` among `fields`.
  private static func attribute(_ name: String, of fields: ArraySlice<String>) -> String? {
    for field in fields where field.lowercased().hasPrefix("\(name)=") {
      return String(field.dropFirst(name.count + 1)).trimming(while: { $0 == "\"" })
    }
    return nil
  }
}

extension String {
  fileprivate var trimmed: String { trimming(while: { $0 == " " || $0 == "\t" }) }

  fileprivate func trimming(while isEdge: (Character) -> Bool) -> String {
    let tail = drop(while: isEdge)
    guard let last = tail.lastIndex(where: { !isEdge($0) }) else { return "" }
    return String(tail[...last])
  }
}
