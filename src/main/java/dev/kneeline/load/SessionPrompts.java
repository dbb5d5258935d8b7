package dev.kneeline.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Sessions that are made up: a system prompt that all share, a first question, and further ones
/// behind each answer.
final class SessionPrompts implements Prompts, Conversations {

  private static final long SYSTEM = 2;
  private static final long TURNS = 6;
  private static final long LENGTHS = 7;
  private static final long QUESTION = 8;
  private static final long ANSWER = 9;

  private final Dataset.Sessions dataset;
  private final PromptForm form;
  private final TokenText text;
  private final Transcript.Kind kind;
  private final long seed;
  private final Utterance system;

  SessionPrompts(Dataset.Sessions dataset, PromptForm form, boolean chat, long seed) {
    this.dataset = dataset;
    this.form = form;
    this.text = new TokenText(form);
    this.seed = seed;
    this.kind =
        switch (form) {
          case PromptForm.TokenIds _ -> Transcript.Kind.IDS;
          case PromptForm.Words _ -> chat ? Transcript.Kind.MESSAGES : Transcript.Kind.TEXT;
        };
    this.system = utterance(Seeds.stream(seed, SYSTEM, 0), dataset.system(), 0);
  }

  @Override
  public Optional<Conversations> conversations() {
    return Optional.of(this);
  }

  @Override
  public long distinct() {
    return Long.MAX_VALUE / STRIDE;
  }

  @Override
  public int turns(long session) {
    return dataset.turns().draw(Seeds.stream(seed, TURNS, session));
  }

  @Override
  public Utterance system() {
    return system;
  }

  @Override
  public Utterance says(long session, int turn) {
    long place = session * STRIDE + turn;
    SplittableRandom lengths = Seeds.stream(seed, LENGTHS, place);
    int input = (turn == 0 ? dataset.first() : dataset.later()).draw(lengths);
    int added = turn == 0 ? addedByServer() : 0;
    Utterance words =
        utterance(
            Seeds.stream(seed, QUESTION, place), input - added, dataset.output().draw(lengths));
    return new Utterance(words.text(), input, words.askedTokens());
  }

  @Override
  public Utterance standIn(long session, int turn, int tokens) {
    return utterance(Seeds.stream(seed, ANSWER, session * STRIDE + turn), tokens, 0);
  }

  @Override
  public Duration think() {
    return dataset.think();
  }

  @Override
  public Transcript.Kind kind() {
    return kind;
  }

  /// The opening of a session, for warm-up.
  @Override
  public Prompt prompt(long session) {
    Transcript transcript = new Transcript(kind);
    transcript.system(system);
    Utterance opening = says(session, 0);
    transcript.user(opening);
    return transcript.prompt(opening.askedTokens());
  }

  private int addedByServer() {
    return switch (form) {
      case PromptForm.TokenIds _ -> 0;
      case PromptForm.Words words -> words.added();
    };
  }

  private Utterance utterance(SplittableRandom random, int tokens, int asked) {
    return new Utterance(text.plain(List.of(new TokenText.Part(random, tokens))), tokens, asked);
  }
}
