package dev.kneeline.load;

/// What is asked of the server beside the load.
///
/// @param metrics its `/metrics`, once a second
/// @param profile to profile itself from the run's start to its end
/// @param probesPerSecond at most so many tiny requests a second, which no cap holds back; 0: none
public record Aside(boolean metrics, boolean profile, double probesPerSecond) {}
