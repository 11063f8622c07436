internal import FoundationEssentials
internal import SystemPackage

/// Where an account's key comes from.
enum KeySource: Equatable {
  /// The first of these variables that is set.
  case variables([String])
  case file(String)
  /// A program and its arguments.
  case command([String])
  /// The key file of a service account of Google Cloud.
  case serviceAccount(String)

  /// For messages: what to set to have a key.
  var words: String {
    switch self {
    case .variables(let names): names.joined(separator: " or ")
    case .file(let path): "the key in \(path.escaped)"
    case .command(let words): "the key that '\(words.joined(separator: " ").escaped)' prints"
    case .serviceAccount(let path): "the service account in \(path.escaped)"
    }
  }

  /// Most bytes of a file or an output that is read for a key.
  static let bytesMost = 1 << 16

  /// The key that the file holds.
  ///
  /// - Throws: A ``Failure`` when it cannot be read, or others can read it.
  static func read(
    file: String, _ environment: [String: String]
  ) throws(Failure) -> String? {
    let text = try text(file: file, "key_file", environment)
    return try key(in: Array(text.utf8), "key_file \(file.inHome(environment).escaped)")
  }

  /// What a file says that only its owner can read.
  ///
  /// `setting`: the one that names it, for messages.
  static func text(
    file: String, _ setting: String, _ environment: [String: String]
  ) throws(Failure) -> String {
    let path = file.inHome(environment)
    guard path.hasPrefix("/") else {
      throw Failure(.configuration, "\(setting) \(file.escaped) must begin with / or ~/")
    }
    guard let mode = FileMode.of(URL(filePath: path).resolvingSymlinksInPath().path) else {
      throw Failure(.configuration, "\(setting) \(path.escaped) is not there, or out of reach")
    }
    guard mode & 0o077 == 0 else {
      throw Failure(
        .configuration,
        "\(setting) \(path.escaped) can be read by others; chmod 600 \(path.escaped)")
    }
    guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMost else {
      throw Failure(.configuration, "\(setting) \(path.escaped) cannot be read, or is no key")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Runs the program and takes the first line that it prints.
  ///
  /// What it says on standard error goes to ours; standard input is empty for it.
  static func run(_ command: [String], _ account: String) throws(Failure) -> String? {
    let line = try firstLine(of: command, "key_command", account)
    return try key(in: line, "the output of the key_command of account \(account)")
  }

  /// Runs a program and gives the first line that it prints.
  ///
  /// `setting`: the one that names it, for messages, which repeat nothing of what it printed.
  static func firstLine(
    of command: [String], _ setting: String, _ account: String
  ) throws(Failure) -> [UInt8] {
    let output: ChildProgram.Output
    do throws(Errno) {
      output = try ChildProgram.output(of: command, upTo: bytesMost)
    } catch {
      throw Failure(
        .keyRefused,
        "the \(setting) of account \(account) cannot be run: \(command[0].escaped): \(error)")
    }
    guard output.status == 0 else {
      throw Failure(
        .keyRefused,
        "the \(setting) of account \(account) failed (\(output.status)); run "
          + "'\(command.joined(separator: " ").escaped)' yourself to see why")
    }
    return Array(output.bytes.prefix { $0 != 0x0a })
  }

  /// The key among blanks and line ends.
  ///
  /// - Throws: A ``Failure`` for what no key holds; it does not repeat what was there.
  static func key(in bytes: [UInt8], _ place: String) throws(Failure) -> String? {
    var key = bytes[...]
    while let last = key.last, [0x20, 0x09, 0x0a, 0x0d].contains(last) { key.removeLast() }
    while let first = key.first, [0x20, 0x09, 0x0a, 0x0d].contains(first) { key.removeFirst() }
    guard key.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw Failure(.configuration, "\(place) holds characters that no key has; set it again")
    }
    return key.isEmpty ? nil : String(decoding: key, as: UTF8.self)
  }
}

extension String {
  /// The path with the home folder in the place of a tilde at its beginning.
  func inHome(_ environment: [String: String]) -> String {
    guard self == "~" || hasPrefix("~/"), let home = environment["HOME"] else { return self }
    return home + dropFirst()
  }
}
