package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellItem.Span;
import java.util.ArrayList;
import java.util.List;

/** The text of a class made of cells, which knows for each of its places where it stands in a cell. */
final class UnitSource {
    /** Where something stands in a cell. */
    record Place(CellSource source, int position) {
        int line() {
            return source.lineAt(position);
        }
    }

    private record Chunk(int start, int end, int line, CellItem item, CellSource source, int position) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Chunk> chunks = new ArrayList<>();
    private int line = 1;

    /** Appends text that stands in no cell. */
    UnitSource add(String generated) {
        text.append(generated);
        line += (int) generated.chars().filter(c -> c == '\n').count();
        return this;
    }

    /** Appends a part of an item of a cell. */
    UnitSource copy(CellItem item, Span span) {
        String copied = span.in(item.source().code());
        chunks.add(new Chunk(text.length(), text.length() + copied.length(), line, item, item.source(), span.start()));
        return add(copied);
    }

    String text() {
        return text.toString();
    }

    private Chunk chunk(long position) {
        Chunk found = null;
        for (Chunk chunk : chunks) {
            if (chunk.start() <= position) {
                found = chunk;
            }
        }
        return found == null && !chunks.isEmpty() ? chunks.get(0) : found;
    }

    /** Where a position stands in a cell, or the nearest place before it. */
    Place place(long position) {
        Chunk chunk = chunk(position);
        int within = (int) Math.max(0, Math.min(position - chunk.start(), chunk.end() - chunk.start()));
        return new Place(chunk.source(), chunk.position() + within);
    }

    /** The item in which a position stands, or the one before it. */
    CellItem item(long position) {
        return chunk(position).item();
    }

    /** Whether the position stands in text that was copied. */
    boolean isCopied(long position) {
        Chunk chunk = chunk(position);
        return chunk.start() <= position && position <= chunk.end();
    }

    /** The place of a line, from 1; {@code null} where nothing of it stands in a cell. */
    Place placeOfLine(int wanted) {
        Place found = null;
        for (Chunk chunk : chunks) {
            String code = chunk.source().code();
            int length = chunk.end() - chunk.start();
            int lines = (int) code.substring(chunk.position(), chunk.position() + length)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            if (wanted >= chunk.line() && wanted <= chunk.line() + lines) {
                int position = chunk.position();
                for (int i = chunk.line(); i < wanted; i++) {
                    position = code.indexOf('\n', position) + 1;
                }
                found = found == null ? new Place(chunk.source(), position) : found;
            }
        }
        return found;
    }
}
