package dev.kneeline.load;

/// What the client notes about itself while it works. Written by the loop's thread.
final class Meter {

  /// From when a request could be sent to when it was: intended start, or the moment a slot fell
  /// free.
  final NanoHistogram sendLateness = new NanoHistogram();

  /// From the intended start to the slot, where the cap made a request wait.
  final NanoHistogram ownQueue = new NanoHistogram();

  /// From the kernel's stamp to the read.
  final NanoHistogram receiveLag = new NanoHistogram();

  /// How late the loop's own ticks were.
  final NanoHistogram tickLateness = new NanoHistogram();

  final NanoHistogram connect = new NanoHistogram();
  long events;
  long sharedReads;
  long connectionsOpened;
  long resentOnFresh;
  long droppedFromQueue;
  long cancelled;
  long failedWarmUps;
  long promptsCounted;
  long promptTokensOff;
  long promptTokensOffMax;

  /// The server counted a prompt's tokens, which may be others than the workload's.
  void promptCounted(int planned, int counted) {
    int off = counted - planned;
    promptsCounted++;
    promptTokensOff += off;
    promptTokensOffMax = Math.max(promptTokensOffMax, Math.abs(off));
  }

  /// Events of one read: all but the first share its receive time.
  void read(int eventsOfRead, long lagNanos) {
    if (eventsOfRead > 0) {
      events += eventsOfRead;
      sharedReads += eventsOfRead - 1;
      receiveLag.record(lagNanos);
    }
  }
}
