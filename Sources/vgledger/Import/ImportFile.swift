internal import FoundationEssentials
internal import Ledger
internal import SystemPackage

/// One file of an import: standard input, a file, or a file of a folder.
struct ImportFile {
  /// `nil` for standard input.
  let path: String?

  /// The name in front of a line's number.
  var name: String { path.map { $0.escaped + ":" } ?? "line " }

  /// The files that an argument names: those of a folder in the order of their names, with those of
  /// the folders inside it.
  ///
  /// Hidden files are left out. No symbolic link inside a folder is followed: what it names inside
  /// the folder is met anyway, and what it names outside was not asked for.
  ///
  /// - Returns: The files, and the folders that cannot be read.
  static func files(of argument: String) throws(Failure) -> (files: [Self], unreadable: [String]) {
    if argument == "-" { return ([Self(path: nil)], []) }
    var isFolder = false
    guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
      throw Failure(.noInput, "cannot read \(argument.escaped): there is no such file")
    }
    guard isFolder else { return ([Self(path: argument)], []) }
    var folder = argument
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    var found: (files: [Self], unreadable: [String]) = ([], [])
    walk(folder, &found)
    return found
  }

  private static func walk(_ folder: String, _ found: inout (files: [Self], unreadable: [String])) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      found.unreadable.append(folder)
      return
    }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where !name.hasPrefix(".") {
      let path = folder + "/" + name
      switch (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
      {
      case .typeDirectory: walk(path, &found)
      case .typeRegular: found.files.append(Self(path: path))
      default: continue
      }
    }
  }

  func open() throws(Failure) -> FileDescriptor {
    guard let path else { return .standardInput }
    do {
      return try FileDescriptor.open(FilePath(path), .readOnly)
    } catch let error as Errno {
      throw Failure(.noInput, "cannot read \(path.escaped): \(error)")
    } catch {
      throw Failure(.noInput, "cannot read \(path.escaped)")
    }
  }
}
