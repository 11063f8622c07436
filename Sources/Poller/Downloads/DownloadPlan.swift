public import Ledger
public import Providers

/// Where an asset's bytes are to be had: decided from the job alone.
public enum DownloadPlan: Hashable, Sendable {
  /// `GET` the address; the key goes along only to the account's own origin.
  case fetch(url: String, keyPlace: ProviderRequest.KeyPlace)
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
    _ job: Job, variant: String, index: Int, account: Account
  ) throws(Refusal) {
    let assets = job.assets.map(\.asset).filter { $0.variant == variant }
    let asset = assets.indices.contains(index) ? assets[index] : nil
    if let uri = asset?.uri {
      guard !uri.hasPrefix("gs://") else {
        throw Refusal(why: "\(uri) lies in Cloud Storage; fetch it with gcloud storage cp")
      }
      let keyPlace: ProviderRequest.KeyPlace =
        account.dialect == .geminiOperations ? .googleHeader : .bearer
      self = .fetch(url: uri, keyPlace: keyPlace)
      return
    }
    switch account.dialect {
    case .openAIVideos:
      guard index == 0 else { throw Refusal(why: "the job has no \(variant) number \(index + 1)") }
      var request = try Self.statusRequest(job, account)
      request.url += "/content"
      if variant != "video" { request.url += "?variant=\(variant)" }
      self = .fetch(url: request.url, keyPlace: .bearer)
    case .geminiOperations, .vertexOperations:
      guard asset != nil else {
        throw Refusal(why: "the job has no \(variant) number \(index + 1)")
      }
      self = .inline(try Self.statusRequest(job, account), index: index)
    }
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
}
