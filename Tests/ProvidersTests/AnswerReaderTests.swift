import Ledger
import Testing

@testable import Providers

struct AnswerReaderTests {
  private static let key = "sk-test-0123456789"
  private static let body = Array(
    #"{"id":"video_1","status":"queued","prompt":"a boat","note":"\#(key)"}"#.utf8)

  private func read(
    _ prompts: PromptPolicy, _ body: [UInt8] = body
  ) -> (answer: Answer, observation: Observation) {
    AnswerReader(prompts: prompts, keys: [Self.key])
      .read(Answer(httpStatus: 200, body: body), dialect: .openAIVideos, asked: "video_1")
  }

  @Test("Under full the words are kept, and only the key is cut")
  func full() {
    let (answer, observation) = read(.full)
    #expect(
      answer
        == Answer(
          httpStatus: 200,
          body: Array(
            #"{"id":"video_1","status":"queued","prompt":"a boat","note":"[cut: key]"}"#.utf8),
          cuts: .key))
    #expect(
      observation
        == .expected(.queued) {
          $0.providerStatus = "queued"
          $0.prompt = PromptRecord("a boat", policy: .full)
        })
  }

  @Test("Under hash and off no word of the prompt is left", arguments: [PromptPolicy.hash, .off])
  func cut(policy: PromptPolicy) {
    let (answer, observation) = read(policy)
    let record = PromptRecord("a boat", policy: policy)
    let mark = PromptMark.text(of: record)
    #expect(
      answer.body.text
        == #"{"id":"video_1","status":"queued","prompt":"\#(mark)","note":"[cut: key]"}"#)
    #expect(answer.cuts == [.key, .prompt])
    #expect(observation.prompt == record)
  }

  @Test(
    "What was stored reads as it read when it came, under the same policy or a stricter one",
    arguments: [PromptPolicy.full, .hash, .off], [PromptPolicy.full, .hash, .off])
  func again(first: PromptPolicy, second: PromptPolicy) {
    let once = read(first)
    let twice = read(second, once.answer.body)
    switch (first, second) {
    case (.full, .full), (.hash, .full), (.hash, .hash), (.off, .off), (.off, .full), (.off, .hash):
      #expect(twice.observation == once.observation)
      #expect(twice.answer.body == once.answer.body)
    case (.full, .hash), (.full, .off), (.hash, .off):
      #expect(twice.observation == read(second).observation)
      #expect(twice.answer.body == read(second).answer.body)
    }
  }

  @Test("An answer with nothing to cut is stored byte for byte")
  func untouched() {
    let body: [UInt8] = Array("{ \"status\" :\"queued\"}\r\n".utf8) + [0xff, 0]
    let (answer, _) = read(.off, body)
    #expect(answer == Answer(httpStatus: 200, body: body))
  }

  @Test("A video that came inline is interpreted from its mark")
  func inline() {
    let body = #"{"done":true,"response":{"videos":[{"bytesBase64Encoded":"ZmlsbQ=="}]}}"#
    let (answer, observation) = AnswerReader(prompts: .full)
      .read(
        Answer(httpStatus: 200, body: Array(body.utf8)), dialect: .vertexOperations,
        asked: Samples.vertex)
    let mark = InlineMark(of: Array("film".utf8))
    #expect(
      answer.body.text
        == #"{"done":true,"response":{"videos":[{"bytesBase64Encoded":"\#(mark.text)"}]}}"#)
    #expect(answer.cuts == .inlineVideo)
    #expect(observation.assets == [Asset(inlineSHA256: mark.sha256, inlineBytes: 4)])
  }

  @Test("A key in an error reaches neither the body nor the observation")
  func keyInError() {
    let (answer, observation) = AnswerReader(prompts: .full, keys: [Self.key])
      .read(
        Answer(httpStatus: 401, body: Array(#"{"error":"\#(Self.key)"}"#.utf8)),
        dialect: .openAIVideos, asked: "video_1")
    #expect(answer.body.text == #"{"error":"[cut: key]"}"#)
    #expect(observation.errorText == "[cut: key]")
  }

  @Test("A body that is nothing but the key is cut, too")
  func onlyKey() {
    #expect(read(.full, Array(Self.key.utf8)).answer.body.text == "[cut: key]")
  }

  @Test("Deliveries go the same way")
  func delivery() {
    let body =
      #"{"type":"video.failed","data":{"id":"video_1","prompt":"a boat","k":"\#(Self.key)"}}"#
    let delivery = Delivery(id: "wh_1", sent: nil, type: nil, body: Array(body.utf8))
    let (stored, event) = AnswerReader(prompts: .off, keys: [Self.key]).read(delivery)
    #expect(
      stored
        == Delivery(
          id: "wh_1", sent: nil, type: "video.failed",
          body: Array(
            #"{"type":"video.failed","data":{"id":"video_1","prompt":"[cut: prompt]","k":"[cut: key]"}}"#
              .utf8),
          cuts: [.key, .prompt]))
    #expect(event.jobID?.text == "video_1")
  }
}
