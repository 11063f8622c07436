import ArgumentParser
import FoundationEssentials

/// Where deliveries go: an address of plain HTTP, for receivers on this machine.
struct WebhookTarget: Equatable, Hashable, Sendable, ExpressibleByArgument {
  let host: String
  let port: Int
  let path: String

  init?(argument: String) {
    guard let url = URL(string: argument), url.scheme == "http", let host = url.host(),
      !host.isEmpty, url.fragment == nil
    else { return nil }
    self.host = host
    port = url.port ?? 80
    let query = url.query(percentEncoded: true).map { "?\($0)" } ?? ""
    let path = url.path(percentEncoded: true)
    self.path = (path.isEmpty ? "/" : path) + query
  }
}
