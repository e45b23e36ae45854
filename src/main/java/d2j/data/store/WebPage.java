package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows web pages, which servers send in place of files: errors, log-ins, notes that a file has moved. */
final class WebPage {
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

    private WebPage() {}

    /** What to say of the file if it is a web page: that it is, and its title. */
    static Optional<String> words(Path file) throws IOException {
        String text;
        try (InputStream in = Gzip.open(file)) {
            text = new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        }
        String begin = text.replaceFirst("^\\uFEFF", "").stripLeading().toLowerCase(Locale.ROOT);
        if (!begin.matches("(?s)<(!doctype html|html|head|body)\\b.*")) {
            return Optional.empty();
        }
        Matcher title = TITLE.matcher(text);
        String name = title.find()
                ? title.group(1).replaceAll("[\\s\\p{Cntrl}]+", " ").strip()
                : "";
        return Optional.of(
                name.isEmpty()
                        ? "is a web page"
                        : "is a web page (\"" + name.substring(0, Math.min(80, name.length())) + "\")");
    }
}
