package dev.kneeline.load;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// When enough is enough.
///
/// @param sending stop sending after this; requests in flight still finish
/// @param maxErrorShare stop when more than this share of at least 20 finished requests has failed
/// @param connect most time of opening a connection
/// @param request most time of one request
/// @param stall most silence between two events of an answer
/// @param ready how long to wait for the server's first good answer; zero: not at all
/// @param warmups requests before the run
public record Limits(
    Optional<Duration> sending,
    OptionalDouble maxErrorShare,
    Duration connect,
    Duration request,
    Duration stall,
    Duration ready,
    int warmups) {}
