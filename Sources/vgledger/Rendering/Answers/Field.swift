/// One field of an answer's rows: its name in JSON, CSV headers and `--fields`, its shape, its meaning.
struct Field: Sendable {
  let name: String
  let shape: Shape
  /// One sentence, shown by `--fields help` and as the description in the JSON Schema.
  let meaning: String
  /// Whether only some answers have it; no header names it unless `--fields` does.
  let isExtra: Bool

  init(_ name: String, _ shape: Shape, _ meaning: String, isExtra: Bool = false) {
    self.name = name
    self.shape = shape
    self.meaning = meaning
    self.isExtra = isExtra
  }
}

/// What a field's value looks like in JSON.
indirect enum Shape: Sendable {
  case text
  /// A whole number.
  case whole
  /// Any number.
  case number
  case truth
  /// RFC 3339, UTC, with milliseconds.
  case moment
  /// A decimal number as a string, so that no reader rounds it.
  case decimal
  /// One of these words.
  case word([String])
  case list(Shape)
  case object([Field])
  /// An object whose names are free.
  case map(Shape)
  /// The shape, or `null` where it is not known.
  case optional(Shape)
  case anything

  /// Whether columns of it stand on the right.
  var isNumeric: Bool {
    switch self {
    case .whole, .number, .decimal: true
    case .optional(let shape): shape.isNumeric
    case .text, .truth, .moment, .word, .list, .object, .map, .anything: false
    }
  }

  var isMoment: Bool {
    switch self {
    case .moment: true
    case .optional(let shape): shape.isMoment
    case .text, .whole, .number, .truth, .decimal, .word, .list, .object, .map, .anything: false
    }
  }
}
