package dev.kneeline.load;

import dev.kneeline.metric.Sample;

/// Takes the records of a run as they come into being, on the loop's thread.
@FunctionalInterface
interface SampleSink {

  /// @param text the answer's text, "" unless texts are kept
  void accept(Sample sample, String text);
}
