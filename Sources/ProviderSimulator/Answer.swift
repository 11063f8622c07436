/// One HTTP answer, decided but not yet sent.
struct Answer: Equatable, Sendable {
  var status: Int
  /// Names in lower case.
  var headers: [String: String] = [:]
  var body: [UInt8] = []
  /// The native id of the job it is about, for the request log; not sent.
  var job: String?
  /// What its `date` says, where that is not the time.
  var date: Moment?
  var sending = Sending.whole

  /// How it goes over the wire; the faults that an HTTP library does not make by itself.
  enum Sending: Equatable, Sendable {
    case whole
    /// All of it, but so much later; on the wall.
    case after(Duration)
    /// In pieces, over so long.
    case over(Duration)
    /// So many bytes of the body, then the connection is reset.
    case reset(after: Int)
    /// All of the body, but the length says so many more; then the connection ends.
    case short(by: Int)
    /// Not at all: the connection ends.
    case nothing
    /// With spaces before its last byte until it is so long; for bodies of JSON.
    case padded(to: Int)
  }

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

  func sent(_ sending: Sending) -> Answer {
    var answer = self
    answer.sending = sending
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
