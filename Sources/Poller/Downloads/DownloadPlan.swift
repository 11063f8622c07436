public import Ledger
public import Providers

/// Where an asset's bytes are to be had: decided from the job alone.
public enum DownloadPlan: Hashable, Sendable {
  /// `GET` the address; the key goes along only to the origin of `home`.
  case fetch(url: String, keyPlace: ProviderRequest.KeyPlace, home: String)
  /// Ask for the status again: the bytes come inline in the answer, as its sample number `index`.
  case inline(ProviderRequest, index: Int)

  /// Why there is nothing to fetch.
  public struct Refusal: Error, Hashable, Sendable {
    public let why: String
  }

  /// `variant`: `video`, `thumbnail` or `spritesheet`.
  ///
  /// `index`: which of the job's assets of that variant, from 0.
  public init(
    _ job: Job, variant: String, index: Int, access: AccountAccess
  ) throws(Refusal) {
    let account = access.account
    let assets = job.assets.map(\.asset).filter { $0.variant == variant }
    let asset = assets.indices.contains(index) ? assets[index] : nil
    if let uri = asset?.uri {
      if uri.hasPrefix("gs://") {
        self = try Self.storageObject(uri, access)
        return
      }
      self = .fetch(url: uri, keyPlace: Self.keyPlace(account.dialect), home: Self.home(account))
      return
    }
    switch account.dialect {
    case .openAIVideos:
      guard index == 0 else { throw Refusal(why: "the job has no \(variant) number \(index + 1)") }
      var request = try Self.statusRequest(job, account)
      request.url += "/content"
      if variant != "video" { request.url += "?variant=\(variant)" }
      self = .fetch(url: request.url, keyPlace: .bearer, home: Self.home(account))
    case .geminiOperations, .vertexOperations, .geminiInteractions, .runway, .replicate, .luma,
      .fal:
      guard asset != nil else {
        throw Refusal(why: "the job has no \(variant) number \(index + 1)")
      }
      self = .inline(try Self.statusRequest(job, account), index: index)
    }
  }

  /// How the key travels to the account's own origin; nowhere else does it go at all.
  private static func keyPlace(_ dialect: Dialect) -> ProviderRequest.KeyPlace {
    switch dialect {
    case .geminiOperations, .geminiInteractions: .googleHeader
    case .openAIVideos, .vertexOperations, .runway, .replicate, .luma: .bearer
    case .fal: .falKey
    }
  }

  /// The place that the key belongs to; Vertex's location is part of the host's name.
  private static func home(_ account: Account) -> String {
    account.baseURL.replacing("{location}-", with: "")
  }

  private static func statusRequest(
    _ job: Job, _ account: Account
  ) throws(Refusal) -> ProviderRequest {
    do throws(NotAskable) {
      return try account.dialect.statusRequest(for: job.nativeID, baseURL: account.baseURL)
    } catch {
      throw Refusal(why: error.why)
    }
  }

  /// An object of Cloud Storage by its JSON API: `GET /storage/v1/b/BUCKET/o/OBJECT?alt=media`, the
  /// object's name as one segment of the path.
  private static func storageObject(
    _ uri: String, _ access: AccountAccess
  ) throws(Refusal) -> Self {
    guard access.account.dialect == .vertexOperations else {
      throw Refusal(why: "\(uri) lies in Cloud Storage, for which the account has no token")
    }
    guard let base = access.storageBaseURL else {
      throw Refusal(
        why: "\(uri) lies in Cloud Storage, and the account's token is not Google's; "
          + "set GOOGLE_STORAGE_BASE_URL")
    }
    let parts = uri.dropFirst("gs://".count).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let bucket = escaped(parts[0]), let object = escaped(parts[1])
    else { throw Refusal(why: "\(uri) names no object of Cloud Storage") }
    return .fetch(
      url: "\(base)/storage/v1/b/\(bucket)/o/\(object)?alt=media", keyPlace: .bearer, home: base)
  }

  /// A text as one segment of a path; `nil` for one that the path's rules would take away.
  private static func escaped(_ text: Substring) -> String? {
    guard !text.isEmpty, text != ".", text != ".." else { return nil }
    return text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
        String(UnicodeScalar(byte))
      default: "%" + [byte].hexadecimal.uppercased()
      }
    }.joined()
  }
}
