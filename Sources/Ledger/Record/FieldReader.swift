/// The tagged fields of a record or a row, indexed in one pass.
///
/// A field that this version does not know is kept and passed over.
struct FieldReader: Sendable {
  private let bytes: [UInt8]
  private var places: [(tag: UInt8, range: Range<Int>)] = []
  /// For each small tag, one more than the index of its first place; 0 where it has none.
  private var firsts = InlineArray<64, UInt8>(repeating: 0)
  private static let smallTags = 64
  /// Fields of most records: asked for at once, the memory need not grow step by step.
  private static let placesUsual = 16

  /// - Returns: `nil` where the bytes are not fields from the first to the last.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    places.reserveCapacity(Self.placesUsual)
    var offset = 0
    while offset < bytes.count {
      let tag = bytes[offset]
      offset += 1
      guard let length = Self.variable(bytes, &offset), length <= UInt64(bytes.count - offset)
      else { return nil }
      let end = offset + Int(length)
      places.append((tag, offset..<end))
      if tag < Self.smallTags, firsts[Int(tag)] == 0, places.count <= UInt8.max {
        firsts[Int(tag)] = UInt8(places.count)
      }
      offset = end
    }
  }

  func data(_ tag: UInt8) -> [UInt8]? {
    range(tag).map { Array(bytes[$0]) }
  }

  func string(_ tag: UInt8) -> String? {
    range(tag).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  func strings(_ tag: UInt8) -> [String] {
    places.filter { $0.tag == tag }.map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  func integer(_ tag: UInt8) -> Int64? {
    guard let range = range(tag) else { return nil }
    var offset = range.lowerBound
    guard let number = Self.variable(zigzag: bytes, &offset), offset == range.upperBound else {
      return nil
    }
    return number
  }

  func stated(_ tag: UInt8) -> StatedMoment? {
    guard let range = range(tag) else { return nil }
    var offset = range.lowerBound
    guard let moment = Self.variable(zigzag: bytes, &offset),
      let width = Self.variable(zigzag: bytes, &offset), offset == range.upperBound
    else { return nil }
    return StatedMoment(Moment(rawValue: moment), width: width)
  }

  /// The fields inside each field of that tag, in order.
  func nested(_ tag: UInt8) -> [Self] {
    places.filter { $0.tag == tag }.compactMap { Self(Array(bytes[$0.range])) }
  }

  private func range(_ tag: UInt8) -> Range<Int>? {
    if tag < Self.smallTags {
      let first = Int(firsts[Int(tag)])
      if first > 0 { return places[first - 1].range }
      if places.count <= UInt8.max { return nil }
    }
    return places.first { $0.tag == tag }?.range
  }

  private static func variable(_ bytes: [UInt8], _ offset: inout Int) -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      if shift == 63, byte > 1 { return nil }  // more than 64 bits
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  private static func variable(zigzag bytes: [UInt8], _ offset: inout Int) -> Int64? {
    variable(bytes, &offset).map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }
}

extension FieldReader {
  func data(_ tag: FieldTag) -> [UInt8]? { data(tag.rawValue) }
  func string(_ tag: FieldTag) -> String? { string(tag.rawValue) }
  func strings(_ tag: FieldTag) -> [String] { strings(tag.rawValue) }
  func integer(_ tag: FieldTag) -> Int64? { integer(tag.rawValue) }
  func int(_ tag: FieldTag) -> Int? { integer(tag.rawValue).flatMap(Int.init(exactly:)) }
  func boolean(_ tag: FieldTag) -> Bool? { integer(tag.rawValue).map { $0 != 0 } }
  func stated(_ tag: FieldTag) -> StatedMoment? { stated(tag.rawValue) }
  func nested(_ tag: FieldTag) -> [Self] { nested(tag.rawValue) }
}
