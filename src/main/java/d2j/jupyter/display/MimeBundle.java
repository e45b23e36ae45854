package d2j.jupyter.display;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a notebook shows of one object: the same content in one or more media types, of which the front end picks the
 * richest that it can draw. Immutable.
 *
 * <p>The layout is that of {@code display_data} in the Jupyter messaging protocol (version 5.3).
 */
public final class MimeBundle {
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String MARKDOWN = "text/markdown";
    public static final String PNG = "image/png";
    public static final String SVG = "image/svg+xml";

    private static final MimeBundle EMPTY = new MimeBundle(Map.of(), Map.of());

    private final Map<String, Object> data;
    private final Map<String, Map<String, Object>> metadata;

    private MimeBundle(Map<String, Object> data, Map<String, Map<String, Object>> metadata) {
        this.data = Collections.unmodifiableMap(data);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /** A bundle without content, to build on with {@link #with}. */
    public static MimeBundle empty() {
        return EMPTY;
    }

    /** Plain text; a notebook shows it in a fixed-width font, so columns stay aligned. */
    public static MimeBundle text(String text) {
        return EMPTY.with(TEXT, text);
    }

    /** HTML with its plain-text alternative for front ends without HTML, such as a terminal. */
    public static MimeBundle html(String html, String text) {
        return EMPTY.with(HTML, html).with(TEXT, text);
    }

    /** HTML; its text without the tags is the plain-text alternative. */
    public static MimeBundle html(String html) {
        String text = html.replaceAll("(?is)<(script|style)\\b.*?</\\1>", "").replaceAll("<[^>]*>", " ");
        return html(html, text.replaceAll("\\s+", " ").strip());
    }

    /** Markdown, with formulas in {@code $...$}. */
    public static MimeBundle markdown(String markdown) {
        return EMPTY.with(MARKDOWN, markdown).with(TEXT, markdown);
    }

    /**
     * A PNG image.
     *
     * @param png the file's content
     * @param width width on the page in CSS pixels; half that of the image when it is drawn at twice the resolution
     * @param height height on the page in CSS pixels
     * @param alternativeText what the image shows, for those who cannot see it; also its plain-text form
     */
    public static MimeBundle png(byte[] png, int width, int height, String alternativeText) {
        Map<String, Object> size = new LinkedHashMap<>();
        size.put("width", width);
        size.put("height", height);
        size.put("alt", alternativeText);
        return EMPTY.with(PNG, Base64.getEncoder().encodeToString(png), size).with(TEXT, alternativeText);
    }

    /**
     * This bundle with one more media type.
     *
     * @param mime such as {@code image/svg+xml}
     * @param value a string (binary types in Base64), or for JSON types a map, list, number or boolean
     */
    public MimeBundle with(String mime, Object value) {
        return with(mime, value, Map.of());
    }

    /** This bundle with one more media type and its metadata, such as {@code width} and {@code height} of an image. */
    public MimeBundle with(String mime, Object value, Map<String, Object> about) {
        Map<String, Object> moreData = new LinkedHashMap<>(data);
        moreData.put(Objects.requireNonNull(mime, "mime"), Objects.requireNonNull(value, "value"));
        Map<String, Map<String, Object>> moreMetadata = new LinkedHashMap<>(metadata);
        moreMetadata.remove(mime);
        if (!about.isEmpty()) {
            moreMetadata.put(mime, Collections.unmodifiableMap(new LinkedHashMap<>(about)));
        }
        return new MimeBundle(moreData, moreMetadata);
    }

    /** Content by media type. */
    public Map<String, Object> data() {
        return data;
    }

    /** Metadata by media type; types without any are absent. */
    public Map<String, Map<String, Object>> metadata() {
        return metadata;
    }

    /** The plain-text form, or an empty string where there is none. */
    public String plainText() {
        return String.valueOf(data.getOrDefault(TEXT, ""));
    }

    @Override
    public String toString() {
        return plainText();
    }
}
