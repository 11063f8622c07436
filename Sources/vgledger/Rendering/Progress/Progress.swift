internal import Synchronization

/// Says how far a piece of work has come that lasts longer than half a second.
///
/// On a terminal that is one line of standard error, written over until the work has ended. Elsewhere
/// nothing is said but with `-v`: then a line every five seconds. `-q` says nothing anywhere.
final class Progress: Sendable {
  private let text: ProgressText
  private let elapsed: @Sendable () -> Duration
  private let say: @Sendable (String) -> Void
  private let takeAway: @Sendable () -> Void
  private let pace: Mutex<ProgressPace>

  /// - Parameters:
  ///   - text: What is done, and what is counted.
  ///   - pace: When something is said.
  ///   - elapsed: How long ago the work began.
  ///   - say: Shows a line in the place of the one before it.
  ///   - takeAway: Removes the line.
  init(
    _ text: ProgressText, _ pace: ProgressPace, elapsed: @escaping @Sendable () -> Duration,
    say: @escaping @Sendable (String) -> Void, takeAway: @escaping @Sendable () -> Void
  ) {
    self.text = text
    self.elapsed = elapsed
    self.say = say
    self.takeAway = takeAway
    self.pace = Mutex(pace)
  }

  deinit { end() }

  /// Takes in how far the work has come, and says it where it is time to.
  ///
  /// - Parameters:
  ///   - count: What is done so far.
  ///   - share: Of the whole, from 0 to 1; `nil` where that is not known.
  func report(_ count: Int, share: Double? = nil) {
    pace.withLock { pace in
      let elapsed = elapsed()
      guard pace.isDue(after: elapsed) else { return }
      say(text.line(count: count, share: share, elapsed: elapsed))
    }
  }

  /// Takes the line away; before an answer is written.
  func end() { takeAway() }
}

extension Progress {
  /// The progress of work that begins now, on this command's standard error.
  convenience init(_ text: ProgressText, _ context: Context) {
    let output = context.output
    let start = ContinuousClock.now
    let isTerminal =
      Terminal.isTerminal(Terminal.standardError) && context.environment["TERM"] != "dumb"
    let width = Terminal.columns(of: Terminal.standardError) ?? 80
    let interval: Duration? =
      context.options.quiet
      ? nil : isTerminal ? .milliseconds(100) : context.options.verbose > 0 ? .seconds(5) : nil
    self.init(
      text, ProgressPace(interval: interval), elapsed: { start.duration(to: .now) },
      say: { line in
        // A line that reaches the edge would go round, and could not be written over.
        isTerminal ? output.statusLine.show(line.clipped(to: width - 1)) : output.note(line)
      }, takeAway: output.statusLine.clear)
  }
}
