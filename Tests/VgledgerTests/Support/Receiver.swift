import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// `serve` as a process, on a port of its own.
final class Receiver: @unchecked Sendable {
  static let secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

  /// A receiver that was killed is not tried again; lives as long as the process.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(configuration: configuration)
  }()

  private let process = Process()
  private let ending: Task<Int32, any Error>
  let origin: String

  /// `fileKilobytes`: no file of it grows further; `nil` for no such limit.
  init(_ tool: Tool, _ options: [String] = [], fileKilobytes: Int? = nil) async throws {
    let pipe = Pipe()
    let program = Programs.path("vgledger")
    let words = ["serve", "--listen", "127.0.0.1:0", "-q"] + options
    if let fileKilobytes {
      // A write beyond the limit would end it by a signal; ignored, the write fails.
      let line = "trap '' XFSZ; ulimit -f \(fileKilobytes); exec \"$0\" \"$@\""
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = ["-c", line, program] + words
    } else {
      process.executableURL = URL(filePath: program)
      process.arguments = words
    }
    process.environment = tool.environment.merging(["OPENAI_WEBHOOK_SECRET": Self.secret]) { $1 }
    process.standardOutput = pipe
    let process = process
    ending = Task { try await process.runToEnd() }
    var said = ""
    while !said.contains("\n") {
      let data = await pipe.nextPiece()
      guard !data.isEmpty else { break }
      said += String(decoding: data, as: UTF8.self)
    }
    origin = String(try #require(said.split(whereSeparator: \.isWhitespace).last))
    pipe.fileHandleForReading.readabilityHandler = { handle in _ = handle.availableData }
  }

  func end(_ signal: Int32) async throws -> Int32 {
    kill(process.processIdentifier, signal)
    return try await ending.value
  }

  /// Sends a delivery; gives its HTTP status, or `nil` where no answer came.
  func deliver(
    id: String, _ body: String, to endpoint: String = "openai", secret: String = secret,
    signature: String? = nil
  ) async -> Int? {
    var request = HTTPClientRequest(url: "\(origin)/webhooks/\(endpoint)")
    let timestamp = String(Int(Date().timeIntervalSince1970))
    let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6))) ?? Data())
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(timestamp).\(body)".utf8), using: key)
    request.method = .POST
    request.body = .bytes(Array(body.utf8))
    request.headers.add(name: "webhook-id", value: id)
    request.headers.add(name: "webhook-timestamp", value: timestamp)
    request.headers.add(
      name: "webhook-signature", value: signature ?? "v1,\(Data(code).base64EncodedString())")
    let answer = try? await Self.client.execute(request, timeout: .seconds(20))
    return answer.map { Int($0.status.code) }
  }

  func get(_ path: String) async throws -> (status: Int, text: String) {
    let answer = try await Self.client.execute(
      HTTPClientRequest(url: origin + path), timeout: .seconds(20))
    let body = try await answer.body.collect(upTo: 1 << 20)
    return (Int(answer.status.code), String(decoding: body.readableBytesView, as: UTF8.self))
  }
}
