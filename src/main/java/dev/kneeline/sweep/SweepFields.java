package dev.kneeline.sweep;

import java.util.List;
import java.util.stream.Stream;

/// Every key of a sweep file.
final class SweepFields {

  static final FieldTable TABLE =
      new FieldTable(
          Stream.of(SubjectFields.all(), SpaceFields.all(), ConductFields.all())
              .flatMap(List::stream)
              .toList());

  private SweepFields() {}
}
