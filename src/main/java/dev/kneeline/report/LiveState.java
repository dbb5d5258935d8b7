package dev.kneeline.report;

import java.util.List;

/// How far a study is that is still being measured.
///
/// @param running whether somebody measures it now
/// @param headline such as `12 runs measured, 1 failed, 4 to go`
/// @param now what is going on, a line each
public record LiveState(boolean running, String headline, List<String> now) {

  public LiveState {
    now = List.copyOf(now);
  }

  String html() {
    Html inside = new Html();
    inside.markup(running ? "<p class=\"running\">" : "<p>");
    inside.markup("<b>" + Markup.escape(headline) + "</b></p>\n");
    now.forEach(line -> inside.paragraph("", line));
    inside.markup("<p id=\"link\" class=\"soft\" role=\"status\"></p>\n");
    return new Html().section("live", "", inside).toString();
  }
}
