import Testing

@testable import ProviderSimulator

struct NeighbourTests {
  private func job(_ fate: Fate) -> SimulatedJob {
    var order = JobOrder(model: "m", prompt: "a paper boat", seconds: 5)
    order.fate = fate
    return SimulatedJob(
      dialect: .openAIVideos, id: "n1", order: order, createdAt: Moment(millisecondsSince1970: 0),
      speed: Speed(factor: 1))
  }

  private func shape(_ neighbour: Neighbour, _ fate: Fate, atSecond second: Int64) throws -> String
  {
    let job = job(fate)
    let answer = job.openAIVideoAnswer(at: Moment(millisecondsSince1970: second * 1000))
    let state = try #require(NeighbourState(answer))
    return String(
      decoding: neighbour.shape(state, of: job, origin: "http://h").bytes, as: UTF8.self)
  }

  @Test(
    "Each neighbour has words of its own",
    arguments: [
      (Neighbour.interactions, #""status":"queued""#, #""status":"completed""#),
      (.runway, #""status":"PENDING""#, #""status":"SUCCEEDED""#),
      (.replicate, #""status":"starting""#, #""status":"succeeded""#),
      (.fal, #""status":"IN_QUEUE""#, #""status":"COMPLETED""#),
      (.luma, #""state":"queued""#, #""state":"completed""#),
    ])
  func words(neighbour: Neighbour, queued: String, ended: String) throws {
    #expect(try shape(neighbour, .success, atSecond: 1).contains(queued))
    let end = try shape(neighbour, .success, atSecond: 90)
    #expect(end.contains(ended))
    #expect(end.contains("http://h/neighbours/files/n1") == (neighbour != .fal))
  }

  @Test("A failure carries its text", arguments: Neighbour.allCases)
  func failure(neighbour: Neighbour) throws {
    #expect(
      try shape(neighbour, .failed, atSecond: 90).contains("The video could not be generated."))
  }

  @Test("A cut answer is no state")
  func cut() {
    let answer = job(.success).openAIVideoAnswer(at: Moment(millisecondsSince1970: 0))
    #expect(NeighbourState(answer.cutInTheMiddle) == nil)
  }
}
