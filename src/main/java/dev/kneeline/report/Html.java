package dev.kneeline.report;

import dev.kneeline.analysis.Table;
import java.util.List;
import java.util.SequencedMap;

/// Markup as it grows. Every text is escaped on its way in; what is markup already comes through
/// [#markup] alone.
final class Html {

  private final StringBuilder text = new StringBuilder();

  /// A part of the page under a heading, which a live page can replace by its id.
  ///
  /// @param inside nothing where there is nothing to tell; the part is then an empty place
  Html section(String id, String title, Html inside) {
    text.append("<section id=\"").append(id).append("\">");
    if (!inside.text.isEmpty()) {
      if (!title.isEmpty()) {
        text.append("<h2>").append(Markup.escape(title)).append("</h2>\n");
      }
      text.append(inside.text);
    }
    text.append("</section>\n");
    return this;
  }

  Html markup(String markup) {
    text.append(markup);
    return this;
  }

  Html paragraph(String style, String words) {
    return element("p", style, words);
  }

  /// A command that the page offers to copy.
  Html command(String what, String command) {
    paragraph("soft", what);
    return element("pre", "command", command);
  }

  Html pre(String words) {
    return element("pre", "", words);
  }

  Html element(String tag, String style, String words) {
    text.append('<').append(tag);
    if (!style.isEmpty()) {
      text.append(" class=\"").append(style).append('"');
    }
    text.append('>').append(Markup.escape(words)).append("</").append(tag).append(">\n");
    return this;
  }

  /// A part that opens on demand; a live page keeps it as it is by its key.
  Html details(String key, String summary, Html inside) {
    return details(key, summary, inside, false);
  }

  Html details(String key, String summary, Html inside, boolean open) {
    text.append("<details data-key=\"").append(Markup.escape(key));
    text.append(open ? "\" open><summary>" : "\"><summary>");
    text.append(Markup.escape(summary)).append("</summary>").append(inside.text);
    text.append("</details>\n");
    return this;
  }

  /// Counts with what they count.
  Html counts(String style, SequencedMap<String, Long> counts) {
    if (counts.isEmpty()) {
      return this;
    }
    text.append(style.isEmpty() ? "<ul>" : "<ul class=\"%s\">".formatted(style));
    counts.forEach((words, count) -> {
      text.append("<li><b>").append(NumberText.grouped(count)).append("</b> ");
      text.append(Markup.escape(words)).append("</li>");
    });
    text.append("</ul>\n");
    return this;
  }

  /// Names with their values, a line each.
  Html pairs(SequencedMap<String, String> pairs) {
    text.append("<div class=\"scroll\"><table><tbody>");
    pairs.forEach((name, value) ->
        text.append("<tr><th scope=\"row\">")
            .append(Markup.escape(name))
            .append("</th><td class=\"words\">")
            .append(Markup.escape(value))
            .append("</td></tr>"));
    text.append("</tbody></table></div>\n");
    return this;
  }

  Html table(Table table) {
    text.append("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
    table.columns().forEach(column -> heading(column.label()));
    text.append("</tr></thead><tbody>");
    for (List<Table.Cell> row : table.rows()) {
      text.append("<tr>");
      for (Table.Cell cell : row) {
        text.append(CellText.numeric(cell) ? "<td class=\"number\">" : "<td>");
        text.append(Markup.escape(CellText.of(cell))).append("</td>");
      }
      text.append("</tr>");
    }
    text.append("</tbody></table></div>\n");
    table.notes().forEach(note -> paragraph("soft", note));
    return this;
  }

  private void heading(String label) {
    text.append("<th scope=\"col\">").append(Markup.escape(label)).append("</th>");
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
