/// A file of a job, with what its fate puts in the way.
extension SimulatedJob {
  /// Where a redirect of the fate `private_redirect` points, in turn.
  ///
  /// A host of a private network, the metadata service of clouds, a link-local host of IPv6, and a
  /// private one written as IPv4 within IPv6.
  static let privateAddresses = [
    "http://10.0.0.1/video.mp4", "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/video.mp4", "http://[::ffff:192.168.0.1]/video.mp4",
  ]

  /// The answer to a download that `before` others went before, of the same file.
  ///
  /// `address` is what was asked for, `origin` the scheme, host and port of it.
  func mediaAnswer(
    _ bytes: [UInt8], contentType: String, conditions: MediaConditions, before: Int,
    address: String, origin: String
  ) -> Answer {
    let plain = Answer.media(bytes, contentType: contentType, conditions: conditions)
    guard let trouble = script.download else { return plain }
    let half = plain.sent(.reset(after: plain.body.count / 2))
    switch trouble {
    case .reset: return before == 0 ? half : plain
    case .changed:
      let other = bytes + Array("edition \(before)".utf8)
      let edition = Answer.media(other, contentType: contentType, conditions: conditions)
      return before == 0 ? edition.sent(.reset(after: edition.body.count / 2)) : edition
    case .noRanges:
      let answer = Answer(status: 200, headers: ["content-type": contentType], body: bytes)
      return before == 0 ? answer.sent(.reset(after: bytes.count / 2)) : answer
    case .short: return before < 2 ? plain.sent(.short(by: 10_000)) : plain
    case .empty:
      let headers = ["content-type": contentType]
      return before < 2 ? Answer(status: 200, headers: headers) : plain
    case .json: return before < 2 ? sayingWell(dialect.answer(.internalError)) : plain
    case .slow: return plain.sent(.over(speed.wall(.seconds(60))))
    case .elsewhere:
      return .redirect(to: Elsewhere.address(of: .content, job: self, origin: origin))
    case .privateAddress:
      return .redirect(to: Self.privateAddresses[before % Self.privateAddresses.count])
    case .loop: return .redirect(to: address)
    case .expiringURL: return plain
    }
  }

  private func sayingWell(_ answer: Answer) -> Answer {
    var answer = answer
    answer.status = 200
    return answer
  }
}

extension Answer {
  static func redirect(to address: String) -> Answer {
    Answer(status: 302, headers: ["location": address])
  }
}
