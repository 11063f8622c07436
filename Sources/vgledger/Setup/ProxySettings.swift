internal import Poller

extension Proxies {
  /// What the environment says; an error in one line, without the value, which may hold a password.
  init(reading environment: [String: String]) throws(Failure) {
    do throws(Unusable) {
      self = try Proxies(environment: environment)
    } catch {
      throw Failure(
        .configuration,
        "\(error.variable) names no proxy that can be used; write http://HOST:PORT, or unset it")
    }
  }
}

extension Context {
  /// Which requests of this run go through a proxy.
  func proxies() throws(Failure) -> Proxies { try Proxies(reading: environment) }
}
