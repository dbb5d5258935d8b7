package dev.kneeline.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// An SVG of ours as a PNG, with two pixels each way for one of CSS.
public final class Png {

  private static final double DENSITY = 2;

  private Png() {}

  /// Our own pictures may have a point for each of very many configurations.
  private static final LoaderContext OWN =
      LoaderContext.builder()
          .documentLimits(
              new DocumentLimits(
                  DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
                  DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
                  Integer.MAX_VALUE))
          .build();

  /// The picture's bytes.
  ///
  /// @param svg from {@link Svg}
  public static byte[] of(String svg) {
    return of(svg, DENSITY);
  }

  /// The same with another number of pixels each way for one of CSS, of which an inch has 96.
  public static byte[] of(String svg, double density) {
    BundledFont.ensure();
    SVGDocument document = parse(svg);
    FloatSize size = document.size();
    int width = (int) Math.round(size.width * density);
    int height = (int) Math.round(size.height * density);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(density, density);
    document.render((java.awt.Component) null, graphics, null);
    graphics.dispose();
    return encoded(image);
  }

  private static SVGDocument parse(String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    @Nullable SVGDocument document =
        new SVGLoader().load(new ByteArrayInputStream(bytes), null, OWN);
    if (document == null) {
      throw new IllegalStateException("our own SVG cannot be read");
    }
    return document;
  }

  private static byte[] encoded(BufferedImage image) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory can be written", impossible);
    }
  }
}
