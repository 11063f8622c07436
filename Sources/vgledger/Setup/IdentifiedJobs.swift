internal import Poller
internal import Providers

/// What the names of jobs were found to mean.
///
/// A job's answers repeat its name, and telling ids by their form was a quarter of an import.
struct IdentifiedJobs {
  private struct Name: Hashable {
    let text: String
    let provider: String?
  }

  /// Names that are kept at most: more than there are jobs under way at a time.
  private static let namesMost = 8192

  private var meanings: [Name: (access: AccountAccess, id: JobID)] = [:]
  private var shapes: [String: Dialect?] = [:]

  /// The account and id that are meant by an id and perhaps an account's name.
  ///
  /// - Throws: What ``Accounts/identify(_:provider:)`` throws; that is not kept.
  mutating func identify(
    _ text: String, provider: String?, among accounts: Accounts
  ) throws(Failure) -> (access: AccountAccess, id: JobID) {
    let name = Name(text: text, provider: provider)
    if let known = meanings[name] { return known }
    let meaning = try accounts.identify(text, provider: provider)
    if meanings.count == Self.namesMost { meanings = [:] }
    meanings[name] = meaning
    return meaning
  }

  /// The dialect that an id's form alone tells; `nil` where it tells none, or several.
  mutating func shape(of id: String) -> Dialect? {
    if let known = shapes[id] { return known }
    let shape = JobID(recognizing: id)?.dialect
    if shapes.count == Self.namesMost { shapes = [:] }
    shapes[id] = .some(shape)
    return shape
  }
}
