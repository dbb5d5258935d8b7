package dev.kneeline.report;

import dev.kneeline.analysis.StudyMaker;
import java.nio.file.*;

final class Scratch {
  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 2; i++) {
      long t = System.nanoTime();
      Chart chart =
          ParetoChart.of(
                  "made-up sweep",
                  StudyMaker.server(1, true),
                  "interactivity",
                  "total_tokens_per_gpu")
              .orElseThrow();
      String svg = Svg.of(chart);
      Files.writeString(Path.of("/tmp/kn/answers-tools/out/pareto.svg"), svg);
      System.out.println((System.nanoTime() - t) / 1000000);
      Files.write(Path.of("/tmp/kn/answers-tools/out/pareto.png"), Png.of(svg));
      System.out.println((System.nanoTime() - t) / 1000000);
    }
  }
}
