package dev.kneeline.dialect.vllm;

/// A row of the server with a row of the load that is measured on it.
public record Pair(Row serve, Row bench) {}
