package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.Failure;
import d2j.notebook.RunListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows runs on the terminal: what the chapters print, and below it one line that tells where they are. Without a
 * terminal it writes now and then a plain line instead.
 *
 * <p>Chapters print to the standard output; progress goes to the standard error.
 */
final class RunDisplay implements AutoCloseable {

    private static final long LINE_INTERVAL = 10_000_000_000L;

    /** In characters; what is printed without any line end is broken, since it is held back until one comes. */
    private static final int LONGEST_LINE = 10_000;

    private final PrintStream out;
    private final PrintStream progress;
    private final boolean prefixed;
    private final boolean interactive;
    private final StatusLine line;
    private final int chapters;
    private final Map<Chapter, Status> running = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private final Thread clock;
    private int done;
    private boolean closed;

    /** Where one chapter is. */
    private static final class Status {
        private final long begun = System.nanoTime();
        private long lastLine;
        private int cell;
        private int cells;
        private final StringBuilder line = new StringBuilder();
        /** What comes next overwrites the line, unless it ends here. */
        private boolean returned;
    }

    /**
     * A display for some chapters.
     *
     * @param prefixed whether each printed line begins with its chapter, because several run at a time
     */
    RunDisplay(PrintStream out, PrintStream progress, int chapters, boolean prefixed, boolean interactive) {
        this.out = out;
        this.progress = progress;
        this.chapters = chapters;
        this.prefixed = prefixed;
        this.interactive = interactive;
        line = new StatusLine(progress, interactive);
        clock = new Thread(this::tick, "d2j-progress");
        clock.setDaemon(true);
        clock.start();
    }

    /** Follows a chapter from now on. */
    synchronized RunListener begin(Chapter chapter) {
        Status status = new Status();
        running.put(chapter, status);
        if (interactive) {
            showStatus();
        } else {
            progress.println(chapter.path() + ": starting the kernel");
            status.lastLine = System.nanoTime();
        }
        return new RunListener() {
            @Override
            public void cellStarted(int cell, int cells, String source) {
                cell(chapter, status, cell, cells);
            }

            @Override
            public void printed(String stream, String text) {
                print(chapter, status, text);
            }

            @Override
            public void noticed(String notice) {
                flush(chapter, status);
                message(Terminal.paint(Terminal.Style.YELLOW, chapter.path() + ": ") + notice);
            }

            @Override
            public void failed(Failure failure) {
                flush(chapter, status);
                message(Terminal.paint(Terminal.Style.RED, chapter.path() + ", ") + failure.report());
            }
        };
    }

    /** The chapter has ended. */
    synchronized void end(Chapter chapter) {
        Status status = running.remove(chapter);
        if (status != null) {
            flush(chapter, status);
            done++;
            line.clear();
            showStatus();
        }
    }

    /** Prints lines of our own above the status line. */
    synchronized void message(String text) {
        line.clear();
        out.println(text);
        showStatus();
    }

    @Override
    public synchronized void close() {
        line.clear();
        closed = true;
        clock.interrupt();
    }

    private synchronized void cell(Chapter chapter, Status status, int cell, int cells) {
        flush(chapter, status);
        status.cell = cell;
        status.cells = cells;
        if (interactive) {
            line.clear();
            showStatus();
        } else {
            plainLine(chapter, status, System.nanoTime());
        }
    }

    private synchronized void print(Chapter chapter, Status status, String text) {
        line.clear();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                flushLine(chapter, status);
            } else if (c == '\r') {
                status.returned = true;
            } else {
                if (status.returned) {
                    status.line.setLength(0);
                    status.returned = false;
                } else if (status.line.length() == LONGEST_LINE) {
                    flushLine(chapter, status);
                }
                status.line.append(c);
            }
        }
        out.flush();
        showStatus();
    }

    private synchronized void flush(Chapter chapter, Status status) {
        if (!status.line.isEmpty()) {
            line.clear();
            flushLine(chapter, status);
            showStatus();
        }
    }

    private void flushLine(Chapter chapter, Status status) {
        boolean check = status.line.length() > 1 && status.line.charAt(0) == '✓';
        String line = status.line.toString();
        if (prefixed) {
            out.print(Terminal.paint(Terminal.Style.FAINT, chapter.id() + " | "));
        }
        out.println(check ? Terminal.paint(Terminal.Style.GREEN, line) : line);
        status.line.setLength(0);
        status.returned = false;
    }

    private void showStatus() {
        if (!interactive || closed || running.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (chapters > 1) {
            parts.add(done + " of " + chapters + " chapters done");
        }
        running.forEach((chapter, status) -> parts.add(place(chapter, status)));
        parts.add(Durations.clock((System.nanoTime() - begun) / 1e9));
        if (running.size() == 1) {
            // What a chapter prints without ending the line is progress of its own.
            String partial = running.values().iterator().next().line.toString().strip();
            if (!partial.isEmpty()) {
                parts.add(partial);
            }
        }
        line.draw(String.join(" · ", parts));
    }

    private static String place(Chapter chapter, Status status) {
        return chapter.id() + (status.cells == 0 ? " starting" : " cell " + status.cell + " of " + status.cells);
    }

    private void plainLine(Chapter chapter, Status status, long now) {
        if (now - status.lastLine > LINE_INTERVAL || status.cell == status.cells) {
            status.lastLine = now;
            progress.println(chapter.path() + ": cell " + status.cell + " of " + status.cells + ", "
                    + Durations.clock((now - status.begun) / 1e9));
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(1000);
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    if (interactive) {
                        line.clear();
                        showStatus();
                    } else {
                        long now = System.nanoTime();
                        running.forEach((chapter, status) -> {
                            if (status.cell > 0 && status.cell < status.cells) {
                                plainLine(chapter, status, now);
                            }
                        });
                    }
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
