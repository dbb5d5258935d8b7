package dev.kneeline.plan;

import java.util.Map;

/// Where an external command's figures are read from.
///
/// @param file path as a template, most often `{result_file}`
/// @param format how it is read
/// @param paths metric to dotted JSON path; only for [Format#PATHS]
public record ResultSource(Template file, Format format, Map<String, String> paths) {

  /// The result files that are understood.
  public enum Format {
    /// JSON of `vllm bench serve`; also what our own generator writes.
    VLLM,
    /// JSON lines of SGLang's bench_serving; the last line counts.
    SGLANG,
    /// JSON of genai-bench.
    GENAI_BENCH,
    /// Any JSON, read by the paths named in the sweep file.
    PATHS
  }

  public ResultSource {
    paths = Map.copyOf(paths);
  }
}
