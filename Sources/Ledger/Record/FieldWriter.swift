/// Writes the tagged fields of records and rows: tag, length as LEB128, bytes.
struct FieldWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: The bytes that are expected; more are taken as they come.
  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func string(_ tag: UInt8, _ value: String?) {
    guard let value else { return }
    bytes.append(tag)
    appendLength(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func data(_ tag: UInt8, _ value: [UInt8]?) {
    guard let value else { return }
    bytes.append(tag)
    appendLength(value.count)
    bytes.append(contentsOf: value)
  }

  /// Writes the number as zigzag LEB128.
  mutating func integer(_ tag: UInt8, _ value: Int64?) {
    guard let value else { return }
    bytes.append(tag)
    bytes.append(UInt8([UInt8].variableLength(zigzag: value)))  // at most ten
    bytes.appendVariable(zigzag: value)
  }

  mutating func boolean(_ tag: UInt8, _ value: Bool?) {
    guard let value else { return }
    integer(tag, value ? 1 : 0)
  }

  /// Writes the moment and its width, each as zigzag LEB128.
  mutating func stated(_ tag: UInt8, _ value: StatedMoment?) {
    guard let value else { return }
    bytes.append(tag)
    let length =
      [UInt8].variableLength(zigzag: value.moment.rawValue)
      + [UInt8].variableLength(zigzag: value.width)
    bytes.append(UInt8(length))  // at most twenty
    bytes.appendVariable(zigzag: value.moment.rawValue)
    bytes.appendVariable(zigzag: value.width)
  }

  /// Writes fields inside a field.
  mutating func nested(_ tag: UInt8, _ write: (inout Self) -> Void) {
    var inner = Self(capacity: 128)
    write(&inner)
    data(tag, inner.bytes)
  }

  private mutating func appendLength(_ length: Int) {
    bytes.appendVariable(UInt64(length))
  }
}

extension FieldWriter {
  mutating func string(_ tag: FieldTag, _ value: String?) { string(tag.rawValue, value) }
  mutating func data(_ tag: FieldTag, _ value: [UInt8]?) { data(tag.rawValue, value) }
  mutating func integer(_ tag: FieldTag, _ value: Int64?) { integer(tag.rawValue, value) }
  mutating func integer(_ tag: FieldTag, _ value: Int?) {
    integer(tag.rawValue, value.map(Int64.init))
  }
  mutating func boolean(_ tag: FieldTag, _ value: Bool?) { boolean(tag.rawValue, value) }
  mutating func stated(_ tag: FieldTag, _ value: StatedMoment?) { stated(tag.rawValue, value) }
  mutating func nested(_ tag: FieldTag, _ write: (inout Self) -> Void) {
    nested(tag.rawValue, write)
  }
}

extension [UInt8] {
  /// Appends the number as LEB128: seven bits a byte, least significant first.
  mutating func appendVariable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends the number so that small ones of either sign are short.
  mutating func appendVariable(zigzag value: Int64) { appendVariable(Self.zigzag(value)) }

  /// How many bytes the number will take, 1 to 10.
  static func variableLength(zigzag value: Int64) -> Int {
    let bits = UInt64.bitWidth - zigzag(value).leadingZeroBitCount
    return Swift.max(1, (bits + 6) / 7)
  }

  private static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: (value << 1) ^ (value >> 63))
  }
}
