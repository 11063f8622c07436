internal import FoundationEssentials

/// Who may read a file.
enum FileMode {
  /// The permission bits; `nil` where the file is missing or out of reach.
  static func of(_ path: String) -> UInt? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    // FoundationEssentials gives an unsigned number, which is no `Int` for a cast.
    return attributes?[.posixPermissions] as? UInt
  }
}
