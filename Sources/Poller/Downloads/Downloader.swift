internal import AsyncHTTPClient
internal import Crypto
public import Ledger
internal import NIOCore
internal import NIOHTTP1
internal import Providers
internal import SystemPackage
internal import _NIOFileSystem

/// Saves an asset: streamed beside its place, hashed, synced, renamed.
public struct Downloader: Sendable {
  /// Why an asset was not saved.
  public struct Failure: Error, Hashable, Sendable {
    /// What can be done about it.
    public enum Kind: Hashable, Sendable {
      /// No answer, or a server's trouble: another try may help.
      case transient
      /// 429: another try later.
      case rateLimited
      /// 401 or 403.
      case keyRefused
      /// The place cannot be written to.
      case place
      case diskFull
      /// There is nothing to save, or it may not be fetched.
      case final
    }

    public let why: String
    public let kind: Kind

    init(_ why: String, _ kind: Kind = .final) {
      self.why = why
      self.kind = kind
    }

    init(httpStatus: UInt) {
      let kind: Kind =
        switch httpStatus {
        case 401, 403: .keyRefused
        case 429: .rateLimited
        case 500...: .transient
        default: .final
        }
      self.init("the server answered \(httpStatus)", kind)
    }
  }

  static let redirectsMax = 5
  /// Larger results are refused; nobody's video is.
  static let bytesMax: UInt64 = 64 << 30

  private let client: ProviderClient
  private let access: AccountAccess

  public init(client: ProviderClient, access: AccountAccess) {
    self.client = client
    self.access = access
  }

  /// Fetches the asset into a file.
  ///
  /// `index`: which of the job's assets of that variant, from 0.
  ///
  /// `path`: the file's absolute path; whole as soon as it is there.
  ///
  /// `replacing`: a file that is there is replaced, after the new one is whole.
  public func save(
    _ job: Job, variant: String, index: Int, to path: String, replacing: Bool = false
  ) async throws(Failure) -> SavedAsset {
    let plan: DownloadPlan
    do throws(DownloadPlan.Refusal) {
      plan = try DownloadPlan(job, variant: variant, index: index, account: access.account)
    } catch {
      throw Failure(error.why)
    }
    do {
      let (file, contentType) = try await bytes(of: plan, aside: path + ".part")
      try await Self.moveIntoPlace(from: path + ".part", to: path, replacing: replacing)
      return SavedAsset(
        variant: variant, index: index, path: path, bytes: file.bytes, sha256: file.sha256,
        contentType: contentType)
    } catch {
      _ = try? await FileSystem.shared.removeItem(at: FilePath(path + ".part"))
      if let failure = error as? Failure { throw failure }
      if let failure = error as? FileSystemError { throw Self.failure(failure, at: path) }
      throw Failure(UnreachableCause.detail(of: error), .transient)
    }
  }

  private func bytes(
    of plan: DownloadPlan, aside path: String
  ) async throws -> (file: WrittenFile, contentType: String?) {
    switch plan {
    case .fetch(let url, let keyPlace):
      let response = try await fetch(url, keyPlace)
      try Self.refuseText(response.headers.first(name: "content-type"))
      let file = try await Self.write(response.body, to: path)
      if let length = response.headers.first(name: "content-length").flatMap(UInt64.init),
        length != file.bytes
      {
        throw Failure("\(file.bytes) of \(length) bytes came", .transient)
      }
      return (file, response.headers.first(name: "content-type"))
    case .inline(let request, let index):
      let media = try await inline(request, index: index)
      return (try await Self.write(AsyncSequenceOfOne(ByteBuffer(bytes: media)), to: path), nil)
    }
  }

  /// Follows redirects by hand: each address is judged, and the key stays with its origin.
  private func fetch(
    _ url: String, _ keyPlace: ProviderRequest.KeyPlace
  ) async throws -> HTTPClientResponse {
    guard let base = ResultAddress(originText) else {
      throw Failure("the account's base URL \(access.account.baseURL) is no address")
    }
    var address = ResultAddress(url)
    for _ in 0...Self.redirectsMax {
      guard let target = address else { throw Failure("\(url) is no address to fetch") }
      if let why = target.refusal(forAccountAt: base) { throw Failure(why) }
      let request = ProviderRequest(method: .get, url: target.text, keyPlace: keyPlace)
      let key = target.isSameOrigin(as: base) ? access.key : nil
      let response = try await client.http.execute(
        ProviderClient.message(request, key: key), timeout: .hours(6))
      switch response.status.code {
      case 200: return response
      case 301, 302, 303, 307, 308:
        address = response.headers.first(name: "location").flatMap(target.resolving)
      case let status: throw Failure(httpStatus: status)
      }
    }
    throw Failure("more than \(Self.redirectsMax) redirects")
  }

  /// The origin that the key belongs to; Vertex's location is part of the host's name.
  private var originText: String {
    access.account.baseURL.replacing("{location}-", with: "")
  }

  private func inline(_ request: ProviderRequest, index: Int) async throws -> [UInt8] {
    switch try await client.ask(request, key: access.key) {
    case .unreachable(let unreachable):
      throw Failure(unreachable.detail ?? unreachable.cause.rawValue, .transient)
    case .answer(let answer):
      guard let media = InlineMedia.sample(index, in: answer.body), !media.isEmpty else {
        throw Failure("the answer holds no inline video any more")
      }
      return media
    }
  }
}

/// An async sequence of one element: inline media takes the same way as streamed media.
private struct AsyncSequenceOfOne<Element: Sendable>: AsyncSequence, Sendable {
  struct Iterator: AsyncIteratorProtocol {
    var element: Element?

    mutating func next() async -> Element? {
      defer { element = nil }
      return element
    }
  }

  let element: Element

  init(_ element: Element) { self.element = element }

  func makeAsyncIterator() -> Iterator { Iterator(element: element) }
}

/// What was written, as it was hashed on the way.
private struct WrittenFile {
  let bytes: UInt64
  let sha256: [UInt8]
}

extension Downloader {
  private static func write(
    _ body: some AsyncSequence<ByteBuffer, any Error>, to path: String
  ) async throws -> WrittenFile {
    try await write(to: path) { sink in
      for try await part in body { try await sink(part) }
    }
  }

  private static func write(
    _ body: AsyncSequenceOfOne<ByteBuffer>, to path: String
  ) async throws -> WrittenFile {
    try await write(to: path) { sink in
      for await part in body { try await sink(part) }
    }
  }

  private static func write(
    to path: String, _ fill: ((ByteBuffer) async throws -> Void) async throws -> Void
  ) async throws -> WrittenFile {
    try await FileSystem.shared.withFileHandle(
      forWritingAt: FilePath(path),
      options: .newFile(replaceExisting: true, permissions: .ownerReadWrite)
    ) { handle in
      var hash = SHA256()
      var offset: Int64 = 0
      try await fill { part in
        guard UInt64(offset) + UInt64(part.readableBytes) <= bytesMax else {
          throw Failure("the file is larger than \(bytesMax) bytes")
        }
        hash.update(data: Array(part.readableBytesView))
        offset += try await handle.write(contentsOf: part, toAbsoluteOffset: offset)
      }
      // An empty 200 is what the Gemini API sends to a key in the wrong place.
      guard offset > 0 else { throw Failure("the server sent an empty file", .transient) }
      try await handle.synchronize()
      return WrittenFile(bytes: UInt64(offset), sha256: Array(hash.finalize()))
    }
  }

  /// A page or an error in the place of a video is no video, whatever the status says.
  private static func refuseText(_ contentType: String?) throws(Failure) {
    guard let type = contentType?.lowercased() else { return }
    if ["text/", "application/json", "application/xml"].contains(where: type.hasPrefix) {
      throw Failure("the server sent \(type.prefix(60)), not a video")
    }
  }

  private static func failure(_ error: FileSystemError, at path: String) -> Failure {
    let cause = (error.cause as? FileSystemError.SystemCallError)?.errno
    switch cause {
    case .noSpace?: return Failure("the disk is full", .diskFull)
    case let cause?: return Failure("cannot write \(path): \(cause)", .place)
    case nil: return Failure("cannot write \(path): \(error.message)", .place)
    }
  }

  private static func moveIntoPlace(
    from aside: String, to path: String, replacing: Bool
  ) async throws {
    let target = FilePath(path)
    if replacing, let there = try await FileSystem.shared.info(forFileAt: target) {
      guard there.type == .regular else { throw Failure("\(path) is no file to replace", .place) }
      _ = try await FileSystem.shared.removeItem(at: target)
    }
    try await FileSystem.shared.moveItem(at: FilePath(aside), to: target)
    let folder = target.removingLastComponent()
    try await FileSystem.shared.withDirectoryHandle(
      atPath: folder.isEmpty ? "." : folder
    ) { handle in
      try await handle.synchronize()
    }
  }
}
