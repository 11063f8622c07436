import ArgumentParser
import FoundationEssentials
import SystemPackage

/// The options of what sends deliveries: where to, and how they are signed.
struct SenderOptions: ParsableArguments {
  @Option(help: "The receiver, such as http://127.0.0.1:8787/webhooks/openai.")
  var to: WebhookTarget

  @Option(help: "A secret, whsec_ and base64; several sign side by side, as in a rotation.")
  var secret: [WebhookSecret] = []

  @Option(help: "Whose words: openai or gemini.")
  var face = WebhookFace.openAI

  @Option(
    help: "Sign with RS256 tokens by the key of this PEM file, which is made where it is not.")
  var tokenKey: String?

  @Option(help: "The audience of those tokens.")
  var audience = "provider-simulator"

  @Option(help: "A file that gets the public key of the tokens as a JWK Set.")
  var writeJwks: String?

  @Option(help: "Connections that are kept open.")
  var connections = 64

  @Option(help: "What chance follows from; without it, every run has other ids.")
  var seed: UInt64?

  @Option(help: "A file that gets one JSON line for each attempt.")
  var log: String?

  /// The id of the key in its set.
  static let keyID = "provider-simulator-1"

  func validate() throws {
    guard (1...1024).contains(connections) else {
      throw ValidationError("'--connections' must be 1 to 1024.")
    }
    guard secret.isEmpty == (tokenKey != nil) else {
      throw ValidationError("Give either '--secret' or '--token-key'.")
    }
  }

  /// The signer of tokens, where they sign; its key set is written where it was asked for.
  func tokenSigner() throws -> TokenSigner? {
    guard let tokenKey else { return nil }
    let signer = try TokenSigner.keptIn(tokenKey, keyID: Self.keyID)
    if let writeJwks {
      try Data(try signer.keySet().bytes).write(to: URL(filePath: writeJwks))
    }
    return signer
  }

  func openLog() throws -> DeliveryLog? {
    try log.map { try DeliveryLog(path: $0, isBuffered: true) }
  }
}

extension TokenSigner {
  /// The signer whose key is in a file; a new key is put there where the file is missing.
  static func keptIn(_ path: String, keyID: String) throws -> TokenSigner {
    if let pem = try? String(contentsOf: URL(filePath: path), encoding: .utf8) {
      return try TokenSigner(keyID: keyID, pem: pem)
    }
    let signer = try TokenSigner(keyID: keyID)
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .exclusiveCreate],
      permissions: .ownerReadWrite)
    _ = try file.closeAfter { try file.writeAll(signer.pem.utf8) }
    return signer
  }
}
