/// Media that look like media and are always the same for the same seed; none of them plays.
enum SampleMedia {
  static let videoBytes = 65_536

  /// An MP4 file of two boxes, `ftyp` and `mdat` (ISO/IEC 14496-12), 64 KiB in all.
  static func video(seed: String) -> [UInt8] {
    let brands = Array("isom".utf8) + bigEndian(0x200) + Array("isomiso2avc1mp41".utf8)
    let fileType = box("ftyp", brands)
    return fileType + box("mdat", noise(seed: seed, count: videoBytes - fileType.count - 8))
  }

  /// A RIFF container with the WebP form type.
  static func thumbnail(seed: String) -> [UInt8] {
    let content = noise(seed: "thumbnail \(seed)", count: 2048)
    let chunk = Array("WEBPVP8 ".utf8) + littleEndian(content.count) + content
    return Array("RIFF".utf8) + littleEndian(chunk.count) + chunk
  }

  /// The start and end markers of a JPEG file, and one comment segment between them.
  static func spritesheet(seed: String) -> [UInt8] {
    let content = noise(seed: "spritesheet \(seed)", count: 4096)
    let length = content.count + 2
    let comment = [0xFF, 0xFE, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    return [0xFF, 0xD8] + comment + [0xFF, 0xD9]
  }

  /// FNV-1a, 64 bits: short, and the same on every machine and in every run.
  static func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func noise(seed: String, count: Int) -> [UInt8] {
    var state = fingerprint(seed.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for shift in stride(from: 32, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: state >> UInt64(shift)))
      }
    }
    return Array(bytes.prefix(count))
  }

  private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    bigEndian(content.count + 8) + Array(type.utf8) + content
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func littleEndian(_ value: Int) -> [UInt8] { bigEndian(value).reversed() }
}
