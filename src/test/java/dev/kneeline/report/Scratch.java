package dev.kneeline.report;

import dev.kneeline.analysis.*;
import dev.kneeline.metric.*;
import java.nio.file.*;
import java.util.*;

final class Scratch {
  public static void main(String[] args) throws Exception {
    List<Row> rows = StudyMaker.server(1, true);
    Objective o = Objective.parse("max total_tokens_per_gpu").orThrow();
    List<Slo> slos = List.of(Slo.parse("p99_ttft_ms <= 200").orThrow());
    AnswerText.of(Answer.of(rows, o, slos), o, slos).forEach(System.out::println);
    AnswerText.of(
            Answer.of(rows, o, List.of(Slo.parse("p99_ttft_ms <= 2").orThrow())),
            o,
            List.of(Slo.parse("p99_ttft_ms <= 2").orThrow()))
        .forEach(System.out::println);
    List<Row> ordered = Show.ordered(rows, Optional.of(o), slos);
    Table table = Show.table(ordered.subList(0, 22), Columns.usual(rows, List.of(o), slos), slos);
    System.out.println(TerminalTable.of(table, 160));
    System.out.println(TerminalTable.of(table, 80));
    System.out.println(
        MarkdownTable.of(
            Show.table(ordered.subList(0, 4), Columns.usual(rows, List.of(o), slos), slos)));
    System.out.println(CsvTable.of(Show.table(ordered.subList(0, 3), Columns.all(rows), slos)));
    System.out.println(
        JsonRows.of(ordered.subList(0, 1), Columns.usual(rows, List.of(o), slos), slos));
  }
}
