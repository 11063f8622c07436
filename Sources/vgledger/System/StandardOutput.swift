internal import Glibc
internal import SystemPackage

/// Writing to standard output without losing a byte.
enum StandardOutput {
  /// Writes all bytes, also where another process made the descriptor non-blocking.
  ///
  /// - Throws: `Errno` of the write that failed.
  static func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      do {
        start += try unsafe bytes.withUnsafeBytes { all in
          try unsafe FileDescriptor.standardOutput.write(
            UnsafeRawBufferPointer(rebasing: all[start...]))
        }
      } catch Errno.resourceTemporarilyUnavailable {
        waitUntilWritable()
      }
    }
  }

  private static func waitUntilWritable() {
    var wanted = pollfd(
      fd: FileDescriptor.standardOutput.rawValue, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&wanted, 1, -1)
  }
}
