/// One page of a provider's own list of jobs, for jobs that nobody tracked.
public struct JobPage: Hashable, Sendable {
  /// One job of a list.
  public struct Entry: Hashable, Sendable {
    public let id: JobID
    /// The entry as it stands in the list, byte for byte, to be read as an answer about its job.
    public let body: [UInt8]
  }

  /// Never more than ``entriesMax``.
  public let entries: [Entry]
  /// What the next page is asked for with; `nil` at the end.
  public let next: String?
  /// Entries without an id, or with one that is refused.
  public let refused: Int

  /// A page that is longer is somebody's mistake or malice.
  public static let entriesMax = 1000
  /// A cursor that is longer is nobody's.
  static let cursorBytesMax = 2048
}

extension Dialect {
  /// The request for one page of the account's own jobs, the newest first where it can be asked for.
  ///
  /// - Parameters:
  ///   - baseURL: The account's base URL, without a slash at its end.
  ///   - page: As ``JobPage/next`` gave it; `nil` for the first.
  ///   - model: Whose jobs; the Gemini API lists those of one model only.
  /// - Returns: `nil` where no list call is known: Vertex AI, Interactions, Runway and fal.
  public func listRequest(
    baseURL: String, page: String?, model: String? = nil
  ) -> ProviderRequest? {
    let cursor = page.map(IDText.percentEncoded)
    switch self {
    case .openAIVideos:
      let after = cursor.map { "&after=\($0)" } ?? ""
      return ProviderRequest(
        method: .get, url: baseURL + "/videos?limit=100&order=desc" + after, keyPlace: .bearer)
    case .geminiOperations:
      guard let model, OperationName.isSegment(model[...]) else { return nil }
      let token = cursor.map { "&pageToken=\($0)" } ?? ""
      return ProviderRequest(
        method: .get,
        url: baseURL + "/models/\(IDText.percentEncoded(model))/operations?pageSize=100" + token,
        keyPlace: .googleHeader)
    case .replicate:
      let after = cursor.map { "?cursor=\($0)" } ?? ""
      return ProviderRequest(method: .get, url: baseURL + "/predictions" + after, keyPlace: .bearer)
    case .luma:
      let offset = page.flatMap(UInt32.init) ?? 0
      return ProviderRequest(
        method: .get, url: baseURL + "/generations?limit=100&offset=\(offset)", keyPlace: .bearer)
    case .vertexOperations, .geminiInteractions, .runway, .fal: return nil
    }
  }

  /// The jobs in an answer to ``listRequest(baseURL:page:model:)``.
  ///
  /// The next page is named by a value out of the answer, never by an address: a list cannot send us
  /// elsewhere.
  ///
  /// - Parameters:
  ///   - body: The answer as it came.
  ///   - page: What this page was asked for with.
  /// - Returns: `nil` for what is no list.
  public func listedJobs(in body: [UInt8], page: String? = nil) -> JobPage? {
    guard let json = JSONReader.read(body), json.isObject else { return nil }
    switch self {
    case .openAIVideos:
      guard let list = Self.list("data", in: body, json) else { return nil }
      let last = json["last_id"]?.text ?? list.last?.json["id"]?.text
      return self.page(list, next: json["has_more"]?.truth == true ? last : nil, after: page)
    case .geminiOperations:
      // An empty list has no members at all.
      guard json["error"] == nil else { return nil }
      return self.page(
        Self.list("operations", in: body, json) ?? [], next: json["nextPageToken"]?.text,
        after: page)
    case .replicate:
      guard let list = Self.list("results", in: body, json) else { return nil }
      return self.page(list, next: json["next"]?.text.flatMap(Self.cursor), after: page)
    case .luma:
      guard let list = Self.list("generations", in: body, json) else { return nil }
      let offset = (page.flatMap(UInt32.init) ?? 0).addingReportingOverflow(UInt32(list.count))
      let isMore = json["has_more"]?.truth == true && !list.isEmpty && !offset.overflow
      return self.page(list, next: isMore ? String(offset.partialValue) : nil, after: page)
    case .vertexOperations, .geminiInteractions, .runway, .fal: return nil
    }
  }

  private typealias Listed = (json: JSON, bytes: ArraySlice<UInt8>)

  /// The elements of that member with their bytes; `nil` where there is no such list.
  private static func list(_ name: String, in body: [UInt8], _ json: JSON) -> [Listed]? {
    guard let elements = json[name]?.elements, let text = JSONSlices.value(name, in: body[...])
    else { return nil }
    return Array(zip(elements, JSONSlices.elements(text)))
  }

  /// A page that names itself as the next one is the last.
  private func page(_ list: [Listed], next: String?, after page: String?) -> JobPage {
    let kept = list.prefix(JobPage.entriesMax)
    let entries = kept.compactMap { entry -> JobPage.Entry? in
      // A list names ids; an address would be somebody else's.
      guard let text = entry.json.first("id", "name")?.text, !IDText.isHostile(text),
        !text.contains("://"), let id = JobID(text, dialect: self)
      else { return nil }
      return JobPage.Entry(id: id, body: Array(entry.bytes))
    }
    let isUsable = next.map { $0.utf8.count <= JobPage.cursorBytesMax && $0 != page } ?? false
    return JobPage(
      entries: entries, next: isUsable ? next : nil, refused: list.count - entries.count)
  }

  /// The value of `cursor` in the address of Replicate's next page.
  private static func cursor(in address: String) -> String? {
    guard let query = address.firstIndex(of: "?") else { return nil }
    let pairs = address[address.index(after: query)...].split(separator: "&")
    let value = pairs.first { $0.hasPrefix("cursor=") }?.dropFirst("cursor=".count)
    return value.flatMap { IDText.percentDecoded($0) }
  }
}
