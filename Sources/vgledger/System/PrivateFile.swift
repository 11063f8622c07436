internal import Glibc
internal import SystemPackage

/// Writing a whole file so that a reader sees the old one or the new one.
enum PrivateFile {
  /// Writes beside the file, syncs, and renames; only its owner may read the file.
  ///
  /// - Throws: What the system says, such as for a folder that is missing or a full disk; the old
  ///   file is untouched then.
  static func write(_ bytes: [UInt8], to path: String) throws(Errno) {
    let temporary = "\(path).\(getpid())~"
    do {
      let file = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .truncate, .noFollow],
        permissions: [.ownerReadWrite])
      try file.closeAfter {
        try file.writeAll(bytes)
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
      }
      guard unsafe rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unsafe unlink(temporary)
      throw error as? Errno ?? .ioError
    }
  }
}
