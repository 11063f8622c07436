/// One result of a job, as the provider names it.
public struct Asset: Hashable, Sendable {
  /// What is inside: `video`, `thumbnail`, `spritesheet`.
  public var variant: String
  /// Where it can be fetched: an `https:` or `gs:` address; `nil` when it is fetched by the job's
  /// id, or when it came inline and was cut out of the answer.
  public var uri: String?
  /// Until when the provider promises it.
  public var expires: Moment?
  /// The SHA-256 of bytes that came inline in the answer and are not kept.
  public var inlineSHA256: [UInt8]?
  /// How many bytes came inline.
  public var inlineBytes: UInt64?

  public init(
    variant: String = "video", uri: String? = nil, expires: Moment? = nil,
    inlineSHA256: [UInt8]? = nil, inlineBytes: UInt64? = nil
  ) {
    self.variant = variant
    self.uri = uri
    self.expires = expires
    self.inlineSHA256 = inlineSHA256
    self.inlineBytes = inlineBytes
  }
}

/// The fact that an asset was saved: where, and exactly which bytes.
public struct SavedAsset: Hashable, Sendable {
  public var variant: String
  /// Which of the job's assets of that variant, from 0.
  public var index: Int
  /// The file's absolute path when it was saved.
  public var path: String
  public var bytes: UInt64
  public var sha256: [UInt8]
  public var contentType: String?

  public init(
    variant: String, index: Int = 0, path: String, bytes: UInt64, sha256: [UInt8],
    contentType: String? = nil
  ) {
    self.variant = variant
    self.index = index
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.contentType = contentType
  }
}

/// The fact that an asset could not be saved, and why.
public struct AssetFailure: Hashable, Sendable {
  public var variant: String
  public var index: Int
  public var why: String

  public init(variant: String, index: Int = 0, why: String) {
    self.variant = variant
    self.index = index
    self.why = why
  }
}
