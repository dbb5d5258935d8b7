package dev.kneeline.load;

/// How many sessions a number of requests makes.
///
/// @param sessions at least 1
/// @param turnsOfLast at most so many of the last session, which ends early where it must: sessions
///   of 4 turns make 10 requests as 3 sessions, the last of 2 turns
record SessionCount(long sessions, int turnsOfLast) {

  static SessionCount of(Conversations conversations, long requests) {
    if (requests >= WorkloadSpec.UNLIMITED) {
      return new SessionCount(WorkloadSpec.UNLIMITED, Conversations.STRIDE);
    }
    long session = 0;
    long left = requests;
    while (left > conversations.turns(session)) {
      left -= conversations.turns(session++);
    }
    return new SessionCount(session + 1, (int) left);
  }

  int turns(Conversations conversations, long session) {
    int turns = conversations.turns(session);
    return session == sessions - 1 ? Math.min(turns, turnsOfLast) : turns;
  }
}
