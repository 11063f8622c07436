internal import FoundationEssentials
internal import Ledger
internal import Poller

/// One file, or one part of it, with where it came from.
struct ConfigurationLayer: Equatable {
  enum Kind: String {
    case system
    case user
    case profile
    case project
  }

  let kind: Kind
  /// For people: the file, and the profile in it.
  let origin: String
  let values: Configuration
}

/// All files that count, and what they say together: a later layer wins over an earlier one.
struct ConfigurationLayers {
  /// For services: read before the user's own file.
  static let systemPath = "/etc/vgledger/config.json5"
  /// Folders that the search for a project file climbs at most.
  private static let foldersMost = 64

  let layers: [ConfigurationLayer]
  /// The profile that was chosen.
  let profile: String?
  let effective: Configuration

  /// Puts layers together.
  ///
  /// `layers`: from the weakest to the strongest.
  ///
  /// - Throws: A ``Failure`` when there is no such profile, or two settings contradict each other.
  init(_ files: [ConfigurationLayer], project: ConfigurationLayer?, profile: String?)
    throws(Failure)
  {
    var layers = files
    if let profile {
      let found = files.filter { $0.values.profiles?[profile] != nil }
      guard !found.isEmpty else {
        let names = Set(files.flatMap { $0.values.profiles?.keys.map(\.self) ?? [] }).sorted()
        throw Failure.unknown(
          "profile", profile, among: names,
          names.isEmpty ? "none is configured" : "known are " + names.joined(separator: ", "))
      }
      for file in found {
        guard let values = file.values.profiles?[profile] else { continue }
        layers.append(
          ConfigurationLayer(
            kind: .profile, origin: "profile \(profile) in \(file.origin)", values: values))
      }
    }
    if let project { layers.append(project) }
    var effective = Configuration()
    for layer in layers { effective.override(with: layer.values) }
    let limits = effective.pollLimits
    guard limits.least <= limits.most else {
      throw Failure(
        .configuration,
        "poll.min \(Setting.text(limits.least)) is longer than poll.max "
          + Setting.text(limits.most))
    }
    if let ledger = effective.ledger, !ledger.hasPrefix("/"), !ledger.hasPrefix("~/") {
      throw Failure(.configuration, "ledger '\(ledger.escaped)' must begin with / or ~/")
    }
    self.layers = layers
    self.profile = profile
    self.effective = effective
  }

  /// Reads the files of this machine, this user and this project.
  ///
  /// `folder`: where the search for a project file begins.
  static func read(
    _ environment: [String: String], profile: String?, folder: String
  ) throws(Failure) -> Self {
    var files: [ConfigurationLayer] = []
    if let values = try file(systemPath) {
      files.append(ConfigurationLayer(kind: .system, origin: systemPath, values: values))
    }
    let path = userPath(environment)
    if let values = try file(path) {
      files.append(ConfigurationLayer(kind: .user, origin: path, values: values))
    } else if environment["VGLEDGER_CONFIG"] != nil {
      throw Failure(.configuration, "VGLEDGER_CONFIG names \(path), which is not there")
    }
    return try Self(files, project: projectFile(from: folder), profile: profile)
  }

  /// Where the user's file is looked for; it need not be there.
  static func userPath(_ environment: [String: String]) -> String {
    if let path = environment["VGLEDGER_CONFIG"] { return path }
    let base = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
    return base + "/vgledger/config.json5"
  }

  private static func file(_ path: String) throws(Failure) -> Configuration? {
    guard let data = try content(path) else { return nil }
    return try Configuration.read(data, path)
  }

  /// The file's bytes; `nil` where there is none.
  static func content(_ path: String) throws(Failure) -> Data? {
    if let data = FileManager.default.contents(atPath: path) { return data }
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    throw Failure(.configuration, "\(path) cannot be read; check its mode")
  }

  /// The nearest project file, in this folder or above it.
  static func projectFile(from folder: String) throws(Failure) -> ConfigurationLayer? {
    var folder = folder
    for _ in 0..<foldersMost {
      let path = (folder == "/" ? "" : folder) + "/" + ProjectFile.name
      if let data = try content(path) {
        let file = try JSON5.decode(ProjectFile.self, data, path)
        return ConfigurationLayer(kind: .project, origin: path, values: file.configuration)
      }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    return nil
  }
}
