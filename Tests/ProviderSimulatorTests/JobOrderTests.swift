import Testing

@testable import ProviderSimulator

struct JobOrderTests {
  private func google(_ body: String) throws(Refusal) -> JobOrder {
    try JobOrder.google(model: "veo-test", dialect: .vertexOperations, body: Array(body.utf8))
  }

  private func openAI(_ body: String) throws(Refusal) -> JobOrder {
    try JobOrder.openAI(contentType: "application/json", body: Array(body.utf8))
  }

  @Test("Every fate can be ordered in the prompt", arguments: Fate.allCases)
  func fates(fate: Fate) throws {
    let order = try openAI(#"{"prompt":"a boat [fate: \#(fate.rawValue)] [takes: 30]"}"#)
    #expect(order.fate == fate)
    #expect(order.takes == .seconds(30))
  }

  @Test("Without directives a job succeeds after a minute")
  func usual() throws {
    let order = try openAI(#"{"prompt":"a boat [draft]"}"#)
    #expect(order.fate == .success)
    #expect(order.takes == .seconds(60))
    #expect(order.model == "sora-2")
  }

  @Test(
    "Refuses what it cannot do",
    arguments: [
      #"{"prompt":"a [fate: glory]"}"#, #"{"prompt":"a [takes: 0]"}"#, #"{"prompt":""}"#, "{}", "",
    ])
  func refusals(body: String) {
    #expect(throws: Refusal.self) { try openAI(body) }
  }

  @Test("Takes seconds as the SDKs send them", arguments: [#""12""#, "12"])
  func seconds(written: String) throws {
    #expect(try openAI(#"{"prompt":"a","seconds":\#(written)}"#).seconds == 12)
    let parameters = #"{"durationSeconds":\#(written),"sampleCount":2,"storageUri":"gs://b/c"}"#
    let order = try google(#"{"instances":[{"prompt":"a"}],"parameters":\#(parameters)}"#)
    #expect(order.seconds == 12)
    #expect(order.samples == 2)
    #expect(order.storageURI == "gs://b/c")
  }

  @Test(
    "Refuses bad parameters",
    arguments: [#"{"sampleCount":5}"#, #"{"sampleCount":0}"#, #"{"storageUri":"s3://b"}"#])
  func badParameters(parameters: String) {
    #expect(throws: Refusal.self) {
      try google(#"{"instances":[{"prompt":"a"}],"parameters":\#(parameters)}"#)
    }
  }

  @Test("Reads a form with a file among its fields")
  func form() throws {
    let body = [
      "--xyz", #"Content-Disposition: form-data; name="prompt""#, "", "a boat\r\nat sea",
      "--xyz", #"Content-Disposition: form-data; name="seconds""#, "", "8",
      "--xyz", #"content-disposition: form-data; name="input_reference"; filename="a.png""#,
      "Content-Type: image/png", "", "--xy\r\n\r\n", "--xyz--", "",
    ].joined(separator: "\r\n")
    let type = #"multipart/form-data; boundary="xyz""#
    let order = try JobOrder.openAI(contentType: type, body: Array(body.utf8))
    #expect(order.prompt == "a boat\r\nat sea")
    #expect(order.seconds == 8)
    let form = MultipartForm(contentType: type, body: Array(body.utf8))
    #expect(form?.text("input_reference") == "--xy\r\n\r\n")
  }

  @Test("A body that is no form is not taken for one", arguments: ["application/json", "", ";"])
  func noForm(type: String) {
    #expect(MultipartForm(contentType: type, body: []) == nil)
  }
}
