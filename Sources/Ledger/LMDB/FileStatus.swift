internal import CLMDB
internal import Glibc
internal import SystemPackage

/// What the system says about a file or folder.
struct FileStatus: Hashable, Sendable {
  /// Device and inode: the same for every path to the same file.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  let identity: Identity
  let bytes: Int
  let isFolder: Bool

  /// - Returns: `nil` where nothing is at that path.
  /// - Throws: ``LedgerError/noPermission(folder:)`` or another failure of the system.
  init?(path: String) throws(LedgerError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      switch errno {
      case ENOENT, ENOTDIR: return nil
      case EACCES: throw .noPermission(folder: path)
      default: throw .failed(code: errno, call: "stat")
      }
    }
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    bytes = Int(status.st_size)
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }
}

/// Calls of the system that a durable folder needs.
enum DurableFolder {
  /// File systems on which LMDB's locks and maps do not hold, by the magic number of `statfs`.
  private static func networkKind(_ magic: UInt32) -> String? {
    switch magic {
    case 0x6969: "NFS"
    case 0xff53_4d42: "CIFS"
    case 0xfe53_4d42: "SMB2"
    case 0x517b: "SMB"
    case 0x5346_414f: "AFS"
    case 0x00c3_6400: "Ceph"
    case 0x0102_1997: "9P"
    case 0x0bd0_0bd0: "Lustre"
    case _: nil
    }
  }

  /// Throws where the folder lies on a network share.
  static func refuseNetworkShare(_ folder: String) throws(LedgerError) {
    var status = statfs()
    guard unsafe statfs(folder, &status) == 0 else {
      throw .failed(code: errno, call: "statfs")
    }
    if let kind = networkKind(UInt32(truncatingIfNeeded: status.f_type)) {
      throw .networkFileSystem(folder: folder, kind: kind)
    }
  }

  /// Makes the folder, for its owner only, with the folders above it.
  static func create(_ folder: String) throws(LedgerError) {
    var path = folder.hasPrefix("/") ? "" : "."
    for component in folder.split(separator: "/") {
      let parent = path.isEmpty ? "/" : path
      path += "/" + component
      guard unsafe mkdir(path, 0o700) != 0 else {
        try? sync(parent)  // a parent that we may not read cannot be synced
        continue
      }
      let code = errno
      if code == EEXIST || code == EISDIR { continue }
      if code == EROFS || code == EACCES, try FileStatus(path: path)?.isFolder == true { continue }
      throw .cannotCreate(folder: folder, why: LedgerError.text(ofCode: code))
    }
  }

  /// Puts a file there whole, or not at all: written aside, synced, renamed, the folder synced.
  static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(LedgerError) {
    let path = folder + "/" + name
    let aside = path + ".new"
    let file = unsafe open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("open", folder) }
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes[offset...].withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
      }
      guard count > 0 else {
        let error = failure("write", folder)
        _ = close(file)
        throw error
      }
      offset += count
    }
    let synced = fsync(file) == 0
    guard close(file) == 0, synced else { throw failure("fsync", folder) }
    guard unsafe rename(aside, path) == 0 else { throw failure("rename", folder) }
    try sync(folder)
  }

  /// The bytes of a small file.
  ///
  /// - Returns: `nil` where there is none. Of a longer file only what is more than `most` tells.
  static func read(
    _ name: String, in folder: String, upTo most: Int
  ) throws(LedgerError) -> [UInt8]? {
    let file = unsafe open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("open", folder)
    }
    defer { _ = close(file) }
    var bytes = [UInt8](repeating: 0, count: most + 1)
    var count = 0
    while count <= most {
      let read = unsafe bytes[count...].withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
      }
      guard read >= 0 else { throw failure("read", folder) }
      guard read > 0 else { break }
      count += read
    }
    return Array(bytes.prefix(count))
  }

  /// Reads from a place of an open file until the array is full or the file ends.
  ///
  /// - Returns: How many bytes; `nil` where the disk fails.
  static func read(_ file: FileDescriptor, at offset: Int, into bytes: inout [UInt8]) -> Int? {
    var count = 0
    while count < bytes.count {
      let read = unsafe bytes[count...].withUnsafeMutableBytes { buffer in
        unsafe pread(file.rawValue, buffer.baseAddress, buffer.count, off_t(offset + count))
      }
      guard read >= 0 else { return nil }
      guard read > 0 else { break }
      count += read
    }
    return count
  }

  /// Gives a file of a folder its room on disk, and makes it for its owner where it is missing.
  ///
  /// LMDB maps a lock file with holes; where the disk is full, filling one would end the process. Where
  /// the file or its room cannot be had for another reason, LMDB decides what that means.
  ///
  /// - Throws: ``LedgerError/full``.
  static func reserve(_ name: String, in folder: String, bytes: Int) throws(LedgerError) {
    let file = unsafe open(folder + "/" + name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      if errno == ENOSPC || errno == EDQUOT { throw .full }
      return
    }
    defer { _ = close(file) }
    let code = posix_fallocate(file, 0, off_t(bytes))  // which does not set errno
    if code == ENOSPC || code == EDQUOT { throw .full }
  }

  /// Makes a file's bytes durable.
  static func syncFile(_ path: String) throws(LedgerError) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", path) }
    let synced = fsync(file) == 0
    _ = close(file)
    guard synced else { throw failure("fsync", path) }
  }

  /// Removes a file, if it can.
  static func removeFile(_ path: String) { unsafe _ = unlink(path) }

  /// Removes an empty folder, if it can.
  static func removeFolder(_ path: String) { unsafe _ = rmdir(path) }

  /// Makes the folder's entries durable.
  static func sync(_ folder: String) throws(LedgerError) {
    let file = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", folder) }
    let synced = fsync(file) == 0
    _ = close(file)
    guard synced else { throw failure("fsync", folder) }
  }

  /// The names in the folder.
  static func names(in folder: String) throws(LedgerError) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw failure("opendir", folder) }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func failure(_ call: String, _ folder: String) -> LedgerError {
    switch errno {
    case ENOSPC, EDQUOT: .full
    case EACCES, EPERM, EROFS: .noPermission(folder: folder)
    default: .failed(code: errno, call: call)
    }
  }
}
