/// The fields that `--fields` asks for.
enum FieldSelection: Equatable {
  /// Every field that all answers have.
  case all
  case help
  case some([String])

  /// `help`, or names with commas between; each name counts once.
  init(_ text: String?) {
    guard let text else {
      self = .all
      return
    }
    var names: [String] = []
    for part in text.split(separator: ",") {
      let name = String(part.filter { $0 != " " })
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    self = names == ["help"] ? .help : .some(names)
  }

  /// The fields of the schema that are meant, in the order asked for.
  ///
  /// - Throws: A usage failure with the nearest name for a field that does not exist.
  func fields(of schema: AnswerSchema) throws(Failure) -> [Field] {
    guard case .some(let names) = self else { return schema.fields.filter { !$0.isExtra } }
    guard !names.isEmpty else {
      throw Failure(.usage, "--fields names no field; '--fields help' lists them")
    }
    var fields: [Field] = []
    for name in names {
      guard let field = schema.fields.first(where: { $0.name == name }) else {
        throw Failure.unknown(
          "field of \(schema.name)", name, among: schema.fields.map(\.name),
          "'--fields help' lists them")
      }
      fields.append(field)
    }
    return fields
  }

  /// One line a field: its name and its meaning.
  static func help(_ schema: AnswerSchema) -> String {
    let width = schema.fields.map(\.name.count).max() ?? 0
    return schema.fields.map { "\($0.name.padded(to: width))  \($0.meaning)\n" }.joined()
  }
}
