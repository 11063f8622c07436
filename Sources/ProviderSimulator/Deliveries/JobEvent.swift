import ArgumentParser
import FoundationEssentials

/// Whose words a delivery is written in.
enum WebhookFace: String, CaseIterable, Sendable, ExpressibleByArgument {
  case openAI = "openai"
  case gemini
}

/// What a webhook tells: that something happened to a job.
struct JobEvent: Equatable, Sendable {
  let face: WebhookFace
  /// Of the delivery, the same over its retries; at OpenAI another than the event's.
  let webhookID: String
  let eventID: String
  let type: String
  let job: String
  let createdAt: Moment
  /// Told by the Gemini API alone.
  var outputURI: String?

  init(
    face: WebhookFace, type: String, job: String, createdAt: Moment, outputURI: String? = nil,
    using random: inout some RandomNumberGenerator
  ) {
    self.face = face
    self.type = type
    self.job = job
    self.createdAt = createdAt
    self.outputURI = outputURI
    webhookID = "wh_" + RandomText.hexadecimal(digits: 32, using: &random)
    eventID = "evt_" + RandomText.hexadecimal(digits: 32, using: &random)
  }

  /// OpenAI tells the job and nothing of it (video guide); Google an envelope with where the file
  /// is (webhooks page of ai.google.dev).
  var body: [UInt8] {
    switch face {
    case .openAI:
      let data: JSON = ["id": .string(job)]
      let event: JSON = [
        "id": .string(eventID), "object": "event",
        "created_at": .number(createdAt.secondsSince1970), "type": .string(type), "data": data,
      ]
      return event.bytes
    case .gemini:
      var data = [JSON.Member(name: "id", value: .string(job))]
      if let outputURI {
        data.append(JSON.Member(name: "output_file_uri", value: .string(outputURI)))
        if let name = outputURI.firstMatch(of: /files\/[a-z0-9]+/)?.output {
          data.append(JSON.Member(name: "file_name", value: .string(String(name))))
        }
      }
      let event: JSON = [
        "type": .string(type), "version": "v1", "timestamp": .string(createdAt.rfc3339),
        "data": .object(data),
      ]
      return event.bytes
    }
  }
}

extension SimulatedJob {
  /// When a webhook tells of its end; `nil` where none does.
  var deliveredAt: Moment? {
    guard everEnds, !fate.isDenied else { return nil }
    switch script.delivery {
    case nil, .duplicate, .forged: return endsAt
    case .early: return endsAt + speed.wall(.seconds(-20))
    case .late: return endsAt + speed.wall(.seconds(600))
    case .reordered: return endsAt + speed.wall(.seconds(60))
    case DeliveryTrouble.none?: return nil
    }
  }

  /// What its end makes a provider tell; `nil` where the provider tells nothing.
  ///
  /// OpenAI has an event for a success and one for a failure. The Gemini API has one for a video;
  /// whether that comes for a filtered job is not known, so here it does not. Vertex AI has none.
  func endEvent(
    origin: String, using random: inout some RandomNumberGenerator
  ) -> JobEvent? {
    guard !fate.isDenied else { return nil }
    switch dialect {
    case .openAIVideos:
      let type: String? =
        switch fate.ending {
        case .videos, .videosButOne, .nothing: "video.completed"
        case .blocked, .filtered, .failed: "video.failed"
        case .canceled: nil
        }
      return type.map {
        JobEvent(face: .openAI, type: $0, job: id, createdAt: endsAt, using: &random)
      }
    case .geminiOperations:
      guard samplesGiven > 0 else { return nil }
      return JobEvent(
        face: .gemini, type: "video.generated", job: id, createdAt: endsAt,
        outputURI: "\(origin)/v1beta/files/\(geminiFile(sample: 0, at: endsAt)):download?alt=media",
        using: &random)
    case .vertexOperations: return nil
    }
  }
}
