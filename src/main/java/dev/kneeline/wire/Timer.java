package dev.kneeline.wire;

/// Something that happens at an instant. It is its own entry in the loop's heap, so setting it
/// allocates nothing.
public abstract class Timer {

  static final int UNSET = -1;

  long atNanos;
  int slot = UNSET;

  /// Called on the loop's thread at or after the instant it was set to.
  ///
  /// @param nowNanos the loop's time; `nowNanos - dueNanos()` is how late it is
  protected abstract void fire(long nowNanos);

  /// How late it may fire without harm. A loop polls shortly before an instant so as to meet it; a
  /// timer with some patience lets it sleep instead, and leaves its core to others meanwhile.
  protected long patienceNanos() {
    return 0;
  }

  /// The instant it was last set to.
  public final long dueNanos() {
    return atNanos;
  }

  /// Whether it waits to fire.
  public final boolean isSet() {
    return slot != UNSET;
  }
}
