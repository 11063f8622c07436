internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// One setting's value in this run, and who says so.
struct EffectiveSetting: Equatable {
  let name: String
  /// `nil` where nobody says anything.
  let value: String?
  /// `--tz`, `VGLEDGER_TZ`, a file, `built in`.
  let origin: String
}

extension Context {
  /// Every setting with its value in this run; a key is only said to be set or not.
  func effectiveSettings() throws(Failure) -> [EffectiveSetting] {
    var settings: [EffectiveSetting] = []
    for setting in Setting.all { settings.append(effective(setting)) }
    if let profile = layers.profile {
      settings.append(
        EffectiveSetting(
          name: "profile", value: profile,
          origin: options.profile == nil ? "VGLEDGER_PROFILE" : "--profile"))
    }
    for (name, value) in (configuration.labels ?? [:]).sorted(by: { $0.key < $1.key }) {
      let layer = layers.layers.last { $0.values.labels?[name] != nil }
      settings.append(
        EffectiveSetting(name: "labels.\(name)", value: value, origin: layer?.origin ?? ""))
    }
    return settings + (try accountSettings())
  }

  private func effective(_ setting: Setting) -> EffectiveSetting {
    if setting.name == "ledger" { return ledgerSetting }
    if let option = setting.option, setting.name == "timezone", let zone = options.tz {
      return EffectiveSetting(name: setting.name, value: zone, origin: option)
    }
    if let variable = setting.variable, let value = environment[variable] {
      return EffectiveSetting(name: setting.name, value: value, origin: variable)
    }
    for layer in layers.layers.reversed() {
      guard let value = setting.read(layer.values) else { continue }
      return EffectiveSetting(name: setting.name, value: value, origin: layer.origin)
    }
    return EffectiveSetting(name: setting.name, value: setting.builtIn, origin: "built in")
  }

  private var ledgerSetting: EffectiveSetting {
    let origin: String
    if options.ledger != nil {
      origin = "--ledger"
    } else if environment["VGLEDGER_DIR"] != nil {
      origin = "VGLEDGER_DIR"
    } else {
      origin = layers.layers.last { $0.values.ledger != nil }?.origin ?? "built in"
    }
    return EffectiveSetting(name: "ledger", value: folder, origin: origin)
  }

  private func accountSettings() throws(Failure) -> [EffectiveSetting] {
    let accounts = try Accounts(configuration, environment)
    var settings: [EffectiveSetting] = []
    for (name, access) in accounts.all.sorted(by: { $0.key < $1.key }) {
      let entries = layers.layers.reversed().compactMap { layer in
        layer.values.accounts?[name].map { (origin: layer.origin, texts: $0.texts) }
      }
      func origin(_ part: String) -> String? {
        entries.first { $0.texts.contains { $0.name == part } }?.origin
      }
      func add(_ part: String, _ value: String?, _ fallback: String) {
        settings.append(
          EffectiveSetting(
            name: "accounts.\(name).\(part)", value: value, origin: origin(part) ?? fallback))
      }
      add("dialect", access.account.dialect.rawValue, "built in")
      let variable = Accounts.baseVariable(name)
      add(
        "base_url", access.account.baseURL,
        variable.flatMap { environment[$0] == nil ? nil : $0 }
          ?? "built in")
      for part in ["key_env", "key_file", "key_command", "service_account_file", "retired"] {
        guard let text = configuration.accounts?[name]?.texts.first(where: { $0.name == part })
        else { continue }
        add(part, text.text, "built in")
      }
      settings.append(
        EffectiveSetting(
          name: "accounts.\(name).key", value: accounts.keyWords(name),
          origin: accounts.keyOrigin(name)))
    }
    return settings
  }
}
