import FoundationEssentials
import Synchronization

@testable import ProviderSimulator

/// A clock that stands still until it is told to go on.
final class TestClock: Sendable {
  private let moment = Mutex(Moment(millisecondsSince1970: 1_786_499_905_000))

  var now: Moment { moment.withLock { $0 } }

  func advance(by span: Duration) {
    moment.withLock { $0 = $0 + span }
  }
}

/// The parts of a video object and of an operation that the tests look at.
struct Body: Decodable {
  struct Failure: Decodable {
    var code: Int
  }

  struct Response: Decodable {
    struct Gemini: Decodable {
      var generatedSamples: [Sample]?
      var raiMediaFilteredCount: Int?
      var raiMediaFilteredReasons: [String]?
    }

    struct Sample: Decodable {
      var video: Video
    }

    struct Video: Decodable {
      var uri: String
    }

    struct VertexVideo: Decodable {
      var bytesBase64Encoded: String?
      var gcsUri: String?
    }

    var generateVideoResponse: Gemini?
    var videos: [VertexVideo]?
    var raiMediaFilteredCount: Int?
    var raiMediaFilteredReasons: [String]?
  }

  var status: String?
  var progress: Int?
  var name: String?
  var done: Bool?
  var error: Failure?
  var response: Response?
}

extension Answer {
  var text: String { String(decoding: body, as: UTF8.self) }

  func decoded<Value: Decodable>(_ type: Value.Type = Body.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body))
  }
}

extension Dialect {
  /// A job of this dialect under a native name.
  func job(
    _ fate: Fate, samples: Int = 1, takes: Duration = .seconds(120), storageURI: String? = nil,
    speed: Double = 60
  ) -> SimulatedJob {
    let id =
      switch self {
      case .openAIVideos: "video_6a7bd341b7c08190a1f2e3d4c5b6a7988071625344352617"
      case .geminiOperations: "models/veo-test/operations/k3x9q2m7w1tz"
      case .vertexOperations:
        "projects/demo-1/locations/us-central1/publishers/google/models/veo-test/operations/"
          + "5b0c7a1e-2f34-4d6b-9a10-0c1d2e3f4a5b"
      }
    var order = JobOrder(model: "veo-test", prompt: "a paper boat", seconds: 8)
    order.fate = fate
    order.samples = samples
    order.takes = takes
    order.storageURI = storageURI
    return SimulatedJob(
      dialect: self, id: id, order: order, createdAt: TestClock().now, speed: Speed(factor: speed))
  }
}

extension SimulatedJob {
  func answer(after span: Duration, pollsBefore: Int = 10) -> Answer {
    pollAnswer(at: createdAt + span, pollsBefore: pollsBefore, origin: "http://127.0.0.1:1")
  }
}
