import FoundationEssentials

/// A job in the shape of `google.longrunning.Operation`, as the Gemini API and Vertex AI fill it.
extension SimulatedJob {
  /// Running is the name and nothing else: no `done`, no metadata, no times.
  func geminiOperationAnswer(at now: Moment, origin: String) -> Answer {
    switch phase(at: now) {
    case .queued, .running: return .json(runningOperation(at: now))
    case .ended, .expired:
      let type = "type.googleapis.com/google.ai.generativelanguage.v1beta."
      var content: [JSON.Member] = []
      if samplesGiven(at: now) > 0 {
        let samples = (0..<samplesGiven).map { sample -> JSON in
          let file = geminiFile(sample: sample, at: now)
          let uri = "\(origin)/v1beta/files/\(file):download?alt=media"
          let video: JSON = ["uri": .string(uri)]
          return ["video": video]
        }
        content.append(JSON.Member(name: "generatedSamples", value: .array(samples)))
      }
      if samplesFiltered > 0 || fate == .stringNumbers { content += filterMembers }
      return endedOperation([
        "@type": .string(type + "PredictLongRunningResponse"),
        "generateVideoResponse": .object(content),
      ])
    }
  }

  /// As at the Gemini API, but with the videos inline or in a bucket, and a filter count always.
  func vertexOperationAnswer(at now: Moment) -> Answer {
    switch phase(at: now) {
    case .queued, .running: return .json(runningOperation(at: now))
    case .expired:
      // An expired operation was seen as an error without `done` (public recordings).
      let error: JSON = ["code": 5, "message": "The operation has expired."]
      return .json(["name": .string(id), "error": error])
    case .ended:
      let type = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"
      var members = [JSON.Member(name: "@type", value: .string(type))]
      if fate.ending != .nothing { members += filterMembers }
      if samplesGiven(at: now) > 0 {
        let videos = (0..<samplesGiven).map { vertexVideo(sample: $0, at: now) }
        members.append(JSON.Member(name: "videos", value: .array(videos)))
      }
      return endedOperation(.object(members))
    }
  }

  /// The id of a sample at the Files API: 12 of `[a-z0-9]`, as real ones.
  func geminiFile(sample: Int) -> String {
    let digits = String(SampleMedia.fingerprint("\(id) file \(sample)".utf8), radix: 36)
    let length = Self.geminiFileLength
    return String(repeating: "0", count: max(0, length - digits.count)) + digits.suffix(length)
  }

  /// The id under which an answer of `now` names a sample; another each time where fate wants it.
  func geminiFile(sample: Int, at now: Moment) -> String {
    geminiFile(sample: sample) + edition(at: now)
  }

  /// Whether a file's id still leads to the file.
  func isGood(geminiFile name: String, at now: Moment) -> Bool {
    let edition = String(name.dropFirst(Self.geminiFileLength))
    return edition == self.edition(at: now)
  }

  /// Digits that change each 30 simulated seconds, where the fate is `expiring_url`.
  private func edition(at now: Moment) -> String {
    guard script.download == .expiringURL else { return "" }
    let length = max(1, speed.wall(.seconds(30)).wholeMilliseconds)
    return String(max(0, (now - createdAt).wholeMilliseconds) / length, radix: 36)
  }

  static let geminiFileLength = 12

  /// Where a sample lies in Cloud Storage; `nil` where the videos come inline.
  func storageObject(sample: Int) -> String? {
    guard let folder = order.storageURI, let operation = id.split(separator: "/").last else {
      return nil
    }
    return "\(folder)\(folder.hasSuffix("/") ? "" : "/")\(operation)/sample_\(sample).mp4"
  }

  private func vertexVideo(sample: Int, at now: Moment) -> JSON {
    if let object = storageObject(sample: sample) {
      return ["gcsUri": .string(object), "mimeType": "video/mp4"]
    }
    let bytes = Data(video(sample: sample, at: now) ?? [])
    return ["bytesBase64Encoded": .string(bytes.base64EncodedString()), "mimeType": "video/mp4"]
  }

  private func runningOperation(at now: Moment) -> JSON {
    // These operations have no status word; an unknown one can only stand in the metadata.
    if fate == .unknownWord, phase(at: now) != .queued {
      let metadata: JSON = ["state": "dreaming_deeply"]
      return ["name": .string(id), "metadata": metadata]
    }
    return ["name": .string(id)]
  }

  private var filterMembers: [JSON.Member] {
    let count = Int64(samplesFiltered)
    let word: JSON = fate == .stringNumbers ? .string(String(count)) : .number(count)
    var members = [JSON.Member(name: "raiMediaFilteredCount", value: word)]
    if count > 0 {
      let usual =
        fate.ending == .blocked
        // A code of the group "violence" in Google's list for Veo.
        ? "The prompt could not be submitted: it may violate our policies. Support codes: 61493863"
        : "The video was withheld by a safety filter. You have not been charged for it."
      let reason = order.endWords?.text ?? usual
      members.append(JSON.Member(name: "raiMediaFilteredReasons", value: [.string(reason)]))
    }
    return members
  }

  /// `response` where the job ended with one; its codes for the rest are those of google.rpc.Code.
  private func endedOperation(_ response: JSON) -> Answer {
    switch fate.ending {
    case .videos, .videosButOne, .nothing, .blocked, .filtered:
      return .json(["name": .string(id), "done": true, "response": response])
    case .failed:
      let code = order.endWords.flatMap { Int64($0.code) } ?? 13
      let text = order.endWords?.text ?? "An internal error occurred. Try again later."
      let error: JSON = ["code": .number(code), "message": .string(text)]
      return .json(["name": .string(id), "done": true, "error": error])
    case .canceled:
      let error: JSON = ["code": 1, "message": "The operation was cancelled."]
      return .json(["name": .string(id), "done": true, "error": error])
    }
  }
}
