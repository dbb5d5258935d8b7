package dev.kneeline.load;

import java.time.Duration;

/// Sessions of several turns by number: a pure function of a session's and a turn's number.
interface Conversations {

  /// A request's index is its session's number times this, plus its turn: so a record tells both.
  int STRIDE = 1024;

  /// How many there are before they repeat; `Long.MAX_VALUE` for those that never do.
  long distinct();

  /// How many turns a session has, from 1 to [#STRIDE].
  int turns(long session);

  /// What every session begins with; no tokens where there is nothing.
  Utterance system();

  /// What the user says, and how long the answer is to be.
  Utterance says(long session, int turn);

  /// What stands for an answer in the history where its own text cannot: in prompts of token ids.
  Utterance standIn(long session, int turn, int tokens);

  /// From an answer's end to the next turn.
  Duration think();

  /// What the history is written in.
  Transcript.Kind kind();

  static long session(long index) {
    return index / STRIDE;
  }

  static int turn(long index) {
    return (int) (index % STRIDE);
  }

  /// One side's words.
  ///
  /// @param text plain, or token ids with commas between
  /// @param tokens its length as far as the workload knows
  /// @param askedTokens the answer's length; 0: the server's own limit
  record Utterance(String text, int tokens, int askedTokens) {}
}
