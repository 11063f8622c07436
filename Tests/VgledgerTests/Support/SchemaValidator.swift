import Providers

/// Validates JSON by the part of JSON Schema, draft 2020-12, that our schemas use.
///
/// A keyword that it does not know is a problem too: nothing passes because nobody looked.
struct SchemaValidator {
  private static let annotations: Set<String> = [
    "$schema", "$defs", "title", "description", "format",
  ]

  let root: JSON
  /// Whether objects may hold nothing but the properties that their schema names.
  var isClosed = false

  /// What is wrong with the value, each with its place; empty where nothing is.
  func problems(_ value: JSON, _ schema: JSON? = nil, at place: String = "$") -> [String] {
    switch schema ?? root {
    case .boolean(true): return []
    case .object(let keywords):
      let found = keywords.flatMap { keyword in
        problems(value, keyword.name, keyword.value, schema ?? root, at: place)
      }
      return found + closedProblems(value, schema ?? root, at: place)
    case .boolean(false), .null, .number, .string, .array:
      return ["\(place): no value is allowed here"]
    }
  }

  /// The definition of that name.
  func definition(_ name: String) -> JSON? { root["$defs"]?[name] }

  private func problems(
    _ value: JSON, _ keyword: String, _ rule: JSON, _ schema: JSON, at place: String
  ) -> [String] {
    switch keyword {
    case "type":
      let types = (rule.elements ?? [rule]).compactMap(\.text)
      return types.contains { Self.isOf($0, value) }
        ? [] : ["\(place): \(value.compactText) is no \(types.joined(separator: " or "))"]
    case "const":
      return Self.isSame(rule, value) ? [] : ["\(place): is not \(rule.compactText)"]
    case "enum":
      return (rule.elements ?? []).contains { Self.isSame($0, value) }
        ? [] : ["\(place): \(value.compactText) is none of \(rule.compactText)"]
    case "pattern": return patternProblems(value, rule, at: place)
    case "required":
      guard case .object(let members) = value else { return [] }
      return (rule.elements ?? []).compactMap(\.text)
        .filter { name in !members.contains { $0.name == name } }
        .map { "\(place): \($0) is missing" }
    case "properties":
      return Self.members(value).flatMap { name, inner in
        rule[name].map { problems(inner, $0, at: "\(place).\(name)") } ?? []
      }
    case "additionalProperties":
      return Self.members(value).filter { schema["properties"]?[$0.0] == nil }
        .flatMap { problems($0.1, rule, at: "\(place).\($0.0)") }
    case "items":
      return (value.elements ?? []).enumerated().flatMap {
        problems($1, rule, at: "\(place)[\($0)]")
      }
    case "anyOf":
      let all = (rule.elements ?? []).map { problems(value, $0, at: place) }
      return all.contains { $0.isEmpty } ? [] : ["\(place): fits none of anyOf"] + all.joined()
    case "$ref":
      guard let text = rule.text, text.hasPrefix("#/$defs/"),
        let target = definition(String(text.dropFirst(8)))
      else { return ["\(place): $ref \(rule.compactText) leads nowhere"] }
      return problems(value, target, at: place)
    case _ where Self.annotations.contains(keyword): return []
    default: return ["\(place): the keyword \(keyword) is unknown"]
    }
  }

  private func patternProblems(_ value: JSON, _ rule: JSON, at place: String) -> [String] {
    guard case .string(let text) = value else { return [] }
    guard let pattern = rule.text, let regex = try? Regex(pattern) else {
      return ["\(place): \(rule.compactText) is no pattern"]
    }
    return text.firstMatch(of: regex) == nil ? ["\(place): '\(text)' is not like \(pattern)"] : []
  }

  private func closedProblems(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
    guard isClosed, let properties = schema["properties"], schema["additionalProperties"] == nil,
      schema["$ref"] == nil
    else { return [] }
    return Self.members(value).filter { properties[$0.0] == nil }
      .map { "\(place): nothing describes \($0.0)" }
  }

  private static func members(_ value: JSON) -> [(String, JSON)] {
    guard case .object(let members) = value else { return [] }
    return members.map { ($0.name, $0.value) }
  }

  private static func isOf(_ type: String, _ value: JSON) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
      ("object", .object), ("number", .number):
      true
    case ("integer", .number(let digits)):
      Double(digits).map { $0.rounded() == $0 } ?? false
    case (_, _): false
    }
  }

  /// Equal as JSON Schema has it: numbers by value, objects in any order.
  private static func isSame(_ left: JSON, _ right: JSON) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      return left == right || Double(left) == Double(right)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy(isSame)
    case (.object(let left), .object(let right)):
      return left.count == right.count
        && left.allSatisfy { member in
          right.contains { $0.name == member.name && isSame(member.value, $0.value) }
        }
    case (_, _): return left == right
    }
  }
}
