internal import Glibc
internal import SystemPackage

/// Running another program for what it prints, without a shell.
///
/// FoundationEssentials has no processes, and the packages that have them bring all of Foundation.
enum ChildProgram {
  struct Output {
    let bytes: [UInt8]
    /// The exit code, or 128 and the number of the signal that ended it.
    let status: Int32
  }

  /// Runs the program, found along `PATH`, and reads what it prints until it ends.
  ///
  /// Standard input is empty for it, standard error is ours.
  static func output(of words: [String], upTo most: Int) throws(Errno) -> Output {
    let ends: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
    do {
      ends = try FileDescriptor.pipe()
    } catch {
      throw error as? Errno ?? .ioError
    }
    defer { try? ends.readEnd.close() }
    let child = try spawn(words, ends)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // It is read to its end even where there is too much, so that the program can end.
    while let count = try? unsafe buffer.withUnsafeMutableBytes({
      unsafe try ends.readEnd.read(into: $0)
    }),
      count > 0
    {
      if bytes.count < most { bytes += buffer[..<count] }
    }
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    let signal = status & 0x7f
    return Output(bytes: bytes, status: signal == 0 ? (status >> 8) & 0xff : 128 + signal)
  }

  /// Starts the program with the pipe as its standard output, and closes our end for writing.
  private static func spawn(
    _ words: [String], _ ends: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
  ) throws(Errno) -> pid_t {
    defer { try? ends.writeEnd.close() }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends.writeEnd.rawValue, 1)
    unsafe posix_spawn_file_actions_addclose(&actions, ends.readEnd.rawValue)
    unsafe posix_spawn_file_actions_addclose(&actions, ends.writeEnd.rawValue)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for index in words.indices { unsafe free(arguments[index]) } }
    var child: pid_t = 0
    let code = unsafe posix_spawnp(&child, words[0], &actions, nil, &arguments, environ)
    guard code == 0 else { throw Errno(rawValue: code) }
    return child
  }
}
