internal import FoundationEssentials
internal import Ledger

/// A setting's place in a file: `poll.min`, `accounts.NAME.key_env`.
struct SettingPath: Equatable {
  /// Names of objects from the outside in, the setting's own last.
  let parts: [String]

  /// - Throws: A ``Failure`` that names the nearest setting, when there is none of that name.
  init(_ name: String) throws(Failure) {
    if Setting.all.contains(where: { $0.name == name }) {
      parts = name.split(separator: ".").map(String.init)
      return
    }
    // An account's name may hold points; a setting's name holds none.
    let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if words.count >= 3, words[0] == "accounts", let last = words.last {
      let account = words[1..<(words.count - 1)].joined(separator: ".")
      guard Setting.ofAccount.contains(where: { $0.name == last }), !account.isEmpty else {
        throw Self.unknown(
          name, Setting.ofAccount.map { "accounts.\(account).\($0.name)" })
      }
      parts = ["accounts", account, last]
      return
    }
    throw Self.unknown(
      name, Setting.all.map(\.name) + Setting.ofAccount.map { "accounts.NAME.\($0.name)" })
  }

  private static func unknown(_ name: String, _ known: [String]) -> Failure {
    .unknown("setting", name, among: known, "'vgledger help config' lists them")
  }
}

/// The user's configuration file, as it is changed by the program.
struct ConfigurationFile {
  let path: String
  let environment: [String: String]

  /// Writes a setting into the file; the file is checked as a whole before it takes the old one's
  /// place.
  ///
  /// - Throws: A ``Failure`` that says why nothing was changed.
  func set(_ setting: SettingPath, to value: String, profile: String?) throws(Failure) {
    guard setting.parts != ["project"] else {
      throw Failure(
        .usage, "project is set in a project's own \(ProjectFile.name), or with --project")
    }
    // What a symbolic link stands for is changed; the link stays.
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let old = try ConfigurationLayers.content(target) ?? Data()
    if !old.isEmpty { _ = try Self.check(old, path, environment, profile: nil) }
    let parts = (profile.map { ["profiles", $0] } ?? []) + setting.parts
    var text: JSON5Text
    do throws(JSON5Text.Unreadable) {
      text = try JSON5Text(Array(old))
      try text.set(parts, to: Self.json(value, for: setting))
    } catch {
      throw Failure(.configuration, "\(path) is too unusual to change; edit it yourself")
    }
    do throws(Failure) {
      _ = try Self.check(
        Data(text.bytes), setting.parts.joined(separator: "."), environment,
        profile: profile)
    } catch {
      throw Failure(.usage, "nothing was changed: \(error.message)")
    }
    try write(text.bytes, to: target)
  }

  /// The value as JSON: what reads as a truth or a list is one, all else is text.
  private static func json(_ value: String, for setting: SettingPath) -> String {
    switch setting.parts.last {
    case "respect_hint" where value == "true" || value == "false": value
    case "key_command" where value.hasPrefix("["),
      "webhook_secret_command" where value.hasPrefix("["):
      value
    default: JSON5Text.quoted(value)
    }
  }

  /// Reads the text as every command would.
  private static func check(
    _ data: Data, _ place: String, _ environment: [String: String], profile: String?
  ) throws(Failure) -> Configuration {
    let values = try Configuration.read(data, place)
    let layer = ConfigurationLayer(kind: .user, origin: place, values: values)
    let layers = try ConfigurationLayers([layer], project: nil, profile: profile)
    if let zone = layers.effective.timezone { try Context.checkZone(zone, isOption: false) }
    _ = try Accounts(layers.effective, environment)
    return layers.effective
  }

  private func write(_ bytes: [UInt8], to target: String) throws(Failure) {
    let folder = URL(filePath: target).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(.cannotCreate, "cannot make the folder \(folder.escaped); check its owner")
    }
    let file = try AtomicFile(target, isPrivate: true)
    try file.write(bytes)
    try file.commit()
  }
}
