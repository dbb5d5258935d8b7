package dev.kneeline.load;

/// Beyond which values a check speaks against a run.
///
/// @param doubt above this it is SUSPECT
/// @param refusal above this it is INVALID
public record VerdictLimit(double doubt, double refusal) {}
