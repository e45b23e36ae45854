package d2j.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures, wraps and draws text. */
final class Text {

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final double EXPONENT_SCALE = 0.75;
    private static final Set<Character.UnicodeScript> WITHOUT_SPACES =
            Set.of(Character.UnicodeScript.HAN, Character.UnicodeScript.HIRAGANA, Character.UnicodeScript.KATAKANA);

    private Text() {}

    static double width(Font font, String text) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, CONTEXT).getWidth();
    }

    static double width(Font font, TickLabel label) {
        double width = width(font, label.text());
        return label.exponent().isEmpty() ? width : width + width(exponentFont(font), label.exponent());
    }

    static double ascent(Font font) {
        // The height of digits and capitals: a font's nominal ascent leaves room for accents and looks like an empty
        // line.
        return font.getSize2D() * 0.74;
    }

    static double lineHeight(Font font) {
        LineMetrics metrics = font.getLineMetrics("Ag", CONTEXT);
        return metrics.getAscent() + metrics.getDescent();
    }

    static double descent(Font font) {
        return font.getLineMetrics("g", CONTEXT).getDescent();
    }

    /** Draws with the text's horizontal anchor (0 left, 0.5 centre, 1 right) at x and its base line at y. */
    static void draw(Graphics2D g, Font font, String text, double x, double y, double anchor) {
        Fonts.check(text);
        g.setFont(font);
        g.drawString(text, (float) (x - anchor * width(font, text)), (float) y);
    }

    static void draw(Graphics2D g, Font font, TickLabel label, double x, double y, double anchor) {
        double left = x - anchor * width(font, label);
        draw(g, font, label.text(), left, y, 0);
        if (!label.exponent().isEmpty()) {
            double raised = y - font.getSize2D() * 0.38;
            draw(g, exponentFont(font), label.exponent(), left + width(font, label.text()), raised, 0);
        }
    }

    /** Draws text turned by an angle in radians about the point (x, y), anchored there. */
    static void drawTurned(Graphics2D g, Font font, String text, double x, double y, double anchor, double angle) {
        AffineTransform saved = g.getTransform();
        g.translate(x, y);
        g.rotate(angle);
        draw(g, font, text, 0, 0, anchor);
        g.setTransform(saved);
    }

    /** Text centred on a patch in the card's colour, which interrupts the line that it stands on. */
    static void drawOnPatch(Graphics2D g, Font font, String text, double x, double y, Color colour) {
        double textWidth = width(font, text);
        double ascent = ascent(font);
        g.setColor(Theme.CARD);
        g.fill(new Rectangle2D.Double(x - textWidth / 2 - 2, y - ascent / 2 - 2, textWidth + 4, ascent + 4));
        g.setColor(colour);
        draw(g, font, text, x, y + ascent / 2, 0.5);
    }

    /** Text with a halo in the card's colour, readable over lines. */
    static void drawWithHalo(Graphics2D g, Font font, String text, double x, double y, Color colour) {
        Shape outline = font.createGlyphVector(g.getFontRenderContext(), text).getOutline((float) x, (float) y);
        g.setColor(Theme.CARD);
        g.setStroke(Theme.line(4));
        g.draw(outline);
        g.setColor(colour);
        draw(g, font, text, x, y, 0);
    }

    /**
     * Breaks at spaces, and between Chinese and Japanese characters, so that lines fit the width, into at most the
     * given number of lines; what is left over ends in an ellipsis.
     */
    static List<String> wrap(Font font, String text, double maxWidth, int maxLines) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String piece : pieces(text.strip())) {
            String longer = line + piece;
            if (line.isEmpty() || lines.size() == maxLines - 1 || width(font, longer) <= maxWidth) {
                line = line.isEmpty() ? piece.stripLeading() : longer;
            } else {
                lines.add(line);
                line = piece.stripLeading();
            }
        }
        lines.add(line);
        lines.replaceAll(it -> shorten(font, it, maxWidth));
        return lines;
    }

    /** What lines may be made of: words with a space before them, and the characters of scripts without spaces. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (String word : text.split("\\s+")) {
            StringBuilder piece = new StringBuilder(pieces.isEmpty() ? "" : " ");
            int previous = -1;
            for (int character : word.codePoints().toArray()) {
                boolean mayBreak = previous >= 0
                        && (isIdeographic(character) || isIdeographic(previous))
                        && !isClosing(character)
                        && !isOpening(previous);
                if (mayBreak) {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
                piece.appendCodePoint(character);
                previous = character;
            }
            pieces.add(piece.toString());
        }
        return pieces;
    }

    private static boolean isIdeographic(int character) {
        return Character.isIdeographic(character)
                || WITHOUT_SPACES.contains(Character.UnicodeScript.of(character))
                || character >= 0x3000 && character <= 0x303F
                || character >= 0xFF00 && character <= 0xFFEF;
    }

    /** Punctuation that no line begins with. */
    private static boolean isClosing(int character) {
        return "、。，．：；！？）」』】》〉”’%,.;:!?)]}…ー".indexOf(character) >= 0;
    }

    /** Punctuation that no line ends with. */
    private static boolean isOpening(int character) {
        return "（「『【《〈“‘([{".indexOf(character) >= 0;
    }

    static String shorten(Font font, String text, double maxWidth) {
        if (width(font, text) <= maxWidth) {
            return text;
        }
        int end = text.length();
        while (end > 1 && width(font, text.substring(0, end).stripTrailing() + "…") > maxWidth) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + "…";
    }

    private static Font exponentFont(Font font) {
        return font.deriveFont((float) (font.getSize2D() * EXPONENT_SCALE));
    }
}
