internal import Poller

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
    }
  }

  /// What has a key by work that blocks, and tells why it could not.
  private func fetch(_ read: @escaping @Sendable () throws -> String?) -> AccountKey.Fetch {
    let note = note
    return {
      do {
        return try await AccountKey.offThread(read).map { AccountKey.Fetched($0) }
      } catch let failure as Failure {
        note(failure.message)
        throw failure
      }
    }
  }
}
