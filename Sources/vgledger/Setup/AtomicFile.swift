internal import FoundationEssentials
internal import SystemPackage

/// A file that appears whole or not at all.
///
/// It is written under another name in the same folder, synced, and put in the place of what was
/// there in one step. Whatever happens before, ``path`` stays as it was; when the command fails or is
/// ended by INT or TERM, the other name goes too.
final class AtomicFile {
  /// Where it will be; behind a symbolic link, the place that the link names.
  let path: String
  /// Where it is until then.
  private let aside: String
  private let file: FileDescriptor
  private let signals: EndingSignals
  private var isDone = false

  /// - Parameters:
  ///   - path: Where it will be; a file that is there is replaced and keeps its mode.
  ///   - isPrivate: Whether its owner alone may read it, whatever the mode before.
  /// - Throws: A ``Failure`` with exit code 73 where nothing can be made there.
  init(_ path: String, isPrivate: Bool = false) throws(Failure) {
    let manager = FileManager.default
    var place = path
    for _ in 0..<Self.linksMost {
      guard let target = try? manager.destinationOfSymbolicLink(atPath: place) else { break }
      place = target.hasPrefix("/") ? target : Self.folder(of: place) + "/" + target
    }
    self.path = place
    let mark = String(UInt32.random(in: .min ... .max), radix: 16)
    aside = Self.folder(of: place) + "/." + Self.name(of: place) + "." + mark + ".part"
    // Before the file is there: a signal must never find it without its clean-up.
    signals = EndingSignals { [aside] in FileReplacement.remove(aside) }
    do {
      if Self.isFolder(place) { throw Errno.isDirectory }
      file = try FileDescriptor.open(
        FilePath(aside), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: FilePermissions(rawValue: isPrivate ? 0o600 : 0o666))
    } catch {
      throw Failure(.cannotCreate, "cannot write \(path.escaped): \(error)")
    }
    if !isPrivate, let mode = try? manager.attributesOfItem(atPath: place)[.posixPermissions] {
      try? manager.setAttributes([.posixPermissions: mode], ofItemAtPath: aside)
    }
  }

  /// Symbolic links that lead on from one to the next.
  private static let linksMost = 8

  deinit {
    guard !isDone else { return }
    try? file.close()
    FileReplacement.remove(aside)
  }

  /// Adds bytes at the end.
  func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
    do {
      try file.writeAll(bytes)
    } catch {
      throw failure(error)
    }
  }

  /// Has somebody else write the file under its other name.
  func fill<Value>(_ body: (String) throws -> Value) throws -> Value { try body(aside) }

  /// Makes it durable and puts it in its place.
  func commit() throws(Failure) {
    do {
      try FileReplacement.sync(file)
      try file.close()
      try FileReplacement.move(aside, over: path)
      isDone = true
      try FileReplacement.sync(folder: Self.folder(of: path))
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: any Error) -> Failure {
    switch error {
    case Errno.noSpace, Errno.diskQuotaExceeded, Errno.fileTooLarge: failure(isFull: true, "")
    default: failure(isFull: false, "\(error)")
    }
  }

  /// What a failing disk means to a person.
  ///
  /// `why`: the words of whoever failed.
  func failure(isFull: Bool, _ why: String) -> Failure {
    Failure(
      .inputOutput,
      isFull
        ? "no room for \(path.escaped), which is as it was; make room and run it again"
        : "cannot write \(path.escaped), which is as it was: \(why)")
  }

  /// Whether something is there that cannot be replaced and is written to instead: a pipe or a
  /// device.
  static func isStream(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    switch try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
    case .typeRegular, .typeDirectory, .typeSymbolicLink: return false
    default: return true
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }
}
