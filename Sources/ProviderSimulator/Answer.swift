/// One HTTP answer, decided but not yet sent.
struct Answer: Equatable, Sendable {
  var status: Int
  /// Names in lower case.
  var headers: [String: String] = [:]
  var body: [UInt8] = []
  /// The native id of the job it is about, for the request log; not sent.
  var job: String?

  /// The first half of this answer, which says that it is complete: its length is the length sent.
  var cutInTheMiddle: Answer {
    var cut = self
    cut.body = Array(body.prefix(body.count / 2))
    return cut
  }

  func about(job: String?) -> Answer {
    var answer = self
    answer.job = job
    return answer
  }
}

extension Answer {
  static func json(_ value: JSON, status: Int = 200, headers: [String: String] = [:]) -> Answer {
    var headers = headers
    headers["content-type"] = "application/json; charset=utf-8"
    return Answer(status: status, headers: headers, body: value.bytes)
  }

  static func html(status: Int, title: String) -> Answer {
    let page = """
      <html>
      <head><title>\(status) \(title)</title></head>
      <body><center><h1>\(status) \(title)</h1></center></body>
      </html>

      """
    return Answer(
      status: status, headers: ["content-type": "text/html; charset=utf-8"], body: Array(page.utf8))
  }
}
