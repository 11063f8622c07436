internal import FoundationEssentials
internal import Ledger
internal import Poller
internal import Providers

/// Makes the keys of accounts from their sources.
struct KeyReading {
  let environment: [String: String]
  /// Told why a key could not be had.
  let note: @Sendable (String) -> Void

  /// The key of a source: a variable's stays what it is, a file is read now and again later, and a
  /// program is run when its key is first wanted.
  ///
  /// - Throws: A ``Failure`` for what no key holds, and for a file that others can read.
  func key(from source: KeySource, of account: String) throws(Failure) -> AccountKey? {
    switch source {
    case .variables(let names):
      guard let name = names.first(where: { environment[$0]?.isEmpty == false }),
        let value = environment[name]
      else { return nil }
      return try KeySource.key(in: Array(value.utf8), name).map { AccountKey($0) }
    case .file(let path):
      guard let first = try KeySource.read(file: path, environment) else { return nil }
      let environment = environment
      return AccountKey(
        known: .init(first), fetch: fetch { try KeySource.read(file: path, environment) })
    case .command(let words): return AccountKey(fetch: fetch { try KeySource.run(words, account) })
    case .serviceAccount(let path): return AccountKey(fetch: tokens(path))
    }
  }

  /// Where the key of a built-in account comes from: its variables, and for Vertex AI also the
  /// service account that `GOOGLE_APPLICATION_CREDENTIALS` names, as in Google's own tools.
  func builtInSource(_ dialect: Dialect, _ variables: [String]) -> KeySource {
    guard dialect == .vertexOperations, !variables.contains(where: { environment[$0] != nil }),
      let path = environment[Self.credentialsVariable],
      let data = FileManager.default.contents(atPath: path), data.count <= KeySource.bytesMost,
      ServiceAccount.describes(Array(data))
    else { return .variables(variables) }
    return .serviceAccount(path)
  }

  static let credentialsVariable = "GOOGLE_APPLICATION_CREDENTIALS"

  /// Has tokens of a service account; its file is read each time.
  private func tokens(_ path: String) -> AccountKey.Fetch {
    let environment = environment
    return telling {
      let setting = "service_account_file"
      let text = try KeySource.text(file: path, setting, environment)
      let place = "\(setting) \(path.inHome(environment).escaped)"
      let account: ServiceAccount
      do throws(ServiceAccount.BadFile) {
        account = try ServiceAccount(file: Array(text.utf8))
      } catch {
        throw Failure(.configuration, "\(place) \(error.why)")
      }
      let proxies = try Proxies(reading: environment)
      return try await ProviderClient.withClient(proxies: proxies) { client in
        do throws(TokenExchange.Failure) {
          return try await TokenExchange.token(for: account, client: client, now: Context.clock())
        } catch {
          throw Failure(
            error.isRefusal ? .keyRefused : .unreachable, "\(place): \(error.why.escaped)")
        }
      }
    }
  }

  /// Has a key by work that blocks.
  private func fetch(_ read: @escaping @Sendable () throws -> String?) -> AccountKey.Fetch {
    telling { try await AccountKey.offThread(read).map { AccountKey.Fetched($0) } }
  }

  /// Has a key, and tells why it could not.
  private func telling(_ fetch: @escaping AccountKey.Fetch) -> AccountKey.Fetch {
    let note = note
    return {
      do {
        return try await fetch()
      } catch let failure as Failure {
        note(failure.message)
        throw failure
      }
    }
  }
}
