package dev.kneeline.exec;

/// An allocation that was handed to an executor.
///
/// @param id unique within the executor; Slurm's is the job's
public record Ticket(String id) {}
