package dev.kneeline.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The font that travels in the jar, so that a picture looks alike on a machine without any font.
///
/// The JDK asks fontconfig for fonts before it draws the first letter, even with a font of our own,
/// and fails on a box without it. A file of its own format that names our font ends that search; it
/// must be set before the first class of AWT's fonts is loaded and is read once a process.
final class BundledFont {

  private static final String RESOURCE = "DejaVuSans.ttf";
  private static final String SETTING = "sun.awt.fontconfig";

  private static boolean ready;

  private BundledFont() {}

  /// Makes the font known to the process; the second call does nothing.
  static synchronized void ensure() {
    if (ready) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("kneeline-font");
      Path file = folder.resolve(RESOURCE);
      try (InputStream font = resource()) {
        Files.copy(font, file);
      }
      Path settings = folder.resolve("fontconfig.properties");
      Files.writeString(settings, settings(file));
      if (System.getProperty(SETTING) == null) {
        System.setProperty(SETTING, settings.toString());
      }
      Font font = Font.createFont(Font.TRUETYPE_FONT, file.toFile());
      GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
      settings.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
    } catch (IOException broken) {
      throw new UncheckedIOException("the font for pictures cannot be unpacked", broken);
    } catch (FontFormatException broken) {
      throw new IllegalStateException("the bundled font cannot be read", broken);
    }
    ready = true;
  }

  private static InputStream resource() {
    InputStream font = BundledFont.class.getResourceAsStream(RESOURCE);
    if (font == null) {
      throw new IllegalStateException("the jar lacks " + RESOURCE);
    }
    return font;
  }

  /// Every logical font is ours.
  private static String settings(Path font) {
    StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
    for (String family :
        new String[] {"serif", "sansserif", "monospaced", "dialog", "dialoginput"}) {
      for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
        text.append("%s.%s.latin-1=DejaVu Sans\n".formatted(family, style));
      }
    }
    return text.append("filename.DejaVu_Sans=%s\n".formatted(font)).toString();
  }
}
