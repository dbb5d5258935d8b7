package dev.kneeline.dialect.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Result files made up in the shapes of the tools.
public final class ResultMaker {

  private ResultMaker() {}

  /// A run of vLLM's, with the swept parameters of its rows as its sweep merges them in.
  ///
  /// @param swept further entries, each with a comma behind it; may be empty
  public static String vllm(int concurrency, double output, String swept) {
    return String.format(
        Locale.ROOT,
        """
        {"date": "20260801-101500", "endpoint_type": "openai", "backend": "vllm", "label": null,
         "model_id": "m/Small", "tokenizer_id": "m/Small", "num_prompts": %d, %s
         "request_rate": "inf", "burstiness": 1.0, "max_concurrency": %d, "duration": 10.0,
         "completed": 400, "failed": 0, "total_input_tokens": 40000, "total_output_tokens": 20000,
         "request_throughput": %f, "request_goodput": null, "output_throughput": %f,
         "total_token_throughput": %f, "max_concurrent_requests": %d, "rtfx": 0.0,
         "mean_ttft_ms": 20.5, "median_ttft_ms": 20.0, "std_ttft_ms": 1.0, "p99_ttft_ms": 30.0,
         "mean_tpot_ms": 10.0, "median_tpot_ms": 10.0, "std_tpot_ms": 1.0, "p99_tpot_ms": 12.0,
         "ttfts": [0.1, 0.2], "itls": [[0.1, 0.2]]}
        """,
        concurrency * 10,
        swept,
        concurrency,
        output / 50,
        output,
        output * 3,
        concurrency + 1);
  }

  /// A sweep as vLLM leaves it: two sizes, three loads, three runs each, and all its summaries.
  public static void sweep(Path root) {
    for (int tp : new int[] {2, 4}) {
      for (int concurrency : new int[] {1, 8, 64}) {
        Path folder =
            root.resolve(
                "SERVE--tensor_parallel_size=%d-BENCH--max_concurrency=%d"
                    .formatted(tp, concurrency));
        StringBuilder all = new StringBuilder();
        for (int run = 0; run < 3; run++) {
          String swept = "\"run_number\": %d, \"tensor_parallel_size\": %d,".formatted(run, tp);
          String text = vllm(concurrency, 100.0 * tp * concurrency + run, swept);
          write(folder.resolve("run=%d.json".formatted(run)), text);
          all.append(run == 0 ? "[" : ",").append(text);
        }
        write(folder.resolve("summary.json"), all + "]");
      }
    }
    write(root.resolve("summary.csv"), ",completed\n0,400\n");
  }

  /// A file with all its folders.
  public static Path write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
