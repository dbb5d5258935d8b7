/// Answers as text and pictures: tables, plots, the page. Records of `analysis` in, strings and
/// bytes out.
@NullMarked
package dev.kneeline.report;

import org.jspecify.annotations.NullMarked;
