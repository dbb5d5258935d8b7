package dev.kneeline.load;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives the opening requests of sessions in order, and for each answer the turn that follows it.
///
/// A turn holds the real answers before it, so it can be written only when they are there: on the
/// load's own thread, whose lateness is measured. Openings are written ahead.
final class SessionSource implements RequestSource {

  private static final int AHEAD = 1024;

  private final Conversations conversations;
  private final RequestEncoder encoder;
  private final Map<Long, Session> open = new HashMap<>();
  private final ArrayDeque<LoadRequest> ahead = new ArrayDeque<>();
  private final SessionCount count;
  private final Places places;
  private long begun;
  private long abandoned;

  /// One session under way.
  private static final class Session {
    private final Transcript transcript;
    private final int turns;
    private int turn;

    Session(Transcript transcript, int turns) {
      this.transcript = transcript;
      this.turns = turns;
    }
  }

  /// @param places the sessions of this client
  SessionSource(
      Conversations conversations, RequestEncoder encoder, SessionCount count, Places places) {
    this.conversations = conversations;
    this.encoder = encoder;
    this.count = count;
    this.places = places;
    long bytes = 0;
    while (ahead.size() < AHEAD && bytes < MOST_PREPARED_BYTES && begun < places.count()) {
      LoadRequest opening = opening(places.place(begun++));
      bytes += opening.length();
      ahead.add(opening);
    }
  }

  @Override
  public @Nullable LoadRequest next() {
    LoadRequest prepared = ahead.poll();
    if (prepared != null) {
      return prepared;
    }
    return begun < places.count() ? opening(places.place(begun++)) : null;
  }

  @Override
  public Optional<FollowUp> ended(LoadRequest request, Optional<Answer> answer) {
    long number = Conversations.session(request.index());
    Session session = open.get(number);
    if (session == null) {
      return Optional.empty();
    }
    int left = session.turns - session.turn - 1;
    if (answer.isEmpty() || left == 0) {
      open.remove(number);
      abandoned += answer.isEmpty() ? left : 0;
      return Optional.empty();
    }
    remember(session, number, answer.get());
    session.turn++;
    return Optional.of(new FollowUp(turn(session, number), conversations.think().toNanos()));
  }

  @Override
  public boolean hasFollowUps() {
    return !open.isEmpty();
  }

  @Override
  public long abandoned() {
    return abandoned;
  }

  private LoadRequest opening(long number) {
    Transcript transcript = new Transcript(conversations.kind());
    transcript.system(conversations.system());
    Session session = new Session(transcript, count.turns(conversations, number));
    open.put(number, session);
    return turn(session, number);
  }

  private void remember(Session session, long number, Answer answer) {
    switch (conversations.kind()) {
      case MESSAGES, TEXT -> session.transcript.assistant(answer.text(), answer.tokens());
      case IDS -> {
        Conversations.Utterance words =
            conversations.standIn(number, session.turn, answer.tokens());
        session.transcript.assistant(words.text(), words.tokens());
      }
    }
  }

  private LoadRequest turn(Session session, long number) {
    Conversations.Utterance words = conversations.says(number, session.turn);
    session.transcript.user(words);
    Prompt prompt = session.transcript.prompt(words.askedTokens());
    long index = number * Conversations.STRIDE + session.turn;
    byte[] bytes = encoder.encode(index, prompt, Optional.of(number));
    return new LoadRequest(
        index,
        bytes,
        0,
        bytes.length,
        new LoadRequest.TokenCounts(prompt.tokens(), prompt.askedTokens()));
  }
}
