package d2j.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Turns a notebook into one HTML page that needs nothing else: figures, style and the program that draws the formulas
 * are in it, so it can be read without a network and sent as a file. It follows the reader's choice of a light or a
 * dark page.
 *
 * <p>Source code, printed text and errors are escaped. HTML in Markdown cells and in outputs stays as its author wrote
 * it, as it does in Jupyter.
 */
public final class HtmlExport {

    private static final String KATEX = "/META-INF/resources/webjars/katex/0.16.4/dist/katex.min.js";
    private static final List<String> IMAGES = List.of("image/png", "image/jpeg", "image/gif");

    private final NotebookFile notebook;
    private final Path folder;
    private final Set<String> anchors = new HashSet<>();
    private final StringBuilder contents = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private boolean formulas;

    private HtmlExport(NotebookFile notebook, Path folder) {
        this.notebook = notebook;
        this.folder = folder;
    }

    /**
     * A page with the notebook and its outputs.
     *
     * @param folder   where images that Markdown names by relative paths lie
     * @param failures are shown at the top of the page; may be empty
     */
    public static String page(NotebookFile notebook, Path folder, List<Failure> failures) throws IOException {
        return new HtmlExport(notebook, folder).page(failures);
    }

    /** Text for an HTML page: no character in it has a meaning in HTML, in quoted attributes neither. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private String page(List<Failure> failures) throws IOException {
        for (Failure failure : failures) {
            body.append("<pre class=\"error\" role=\"alert\">")
                    .append(escape(failure.report()))
                    .append("</pre>\n");
        }
        for (Cell cell : notebook.cells()) {
            if (cell.isMarkdown()) {
                body.append("<section class=\"prose\">\n")
                        .append(markdown(cell.source(), cell))
                        .append("</section>\n");
            } else if (cell.isCode()
                    && !(cell.source().isBlank() && cell.outputs().isEmpty())) {
                code(cell);
            }
        }
        String title = escape(notebook.title().isBlank() ? "Notebook" : notebook.title());
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(resource("/d2j/notebook/page.css"))
                .append("</style>\n</head>\n<body>\n");
        if (contents.length() > 0) {
            page.append("<nav aria-label=\"Contents\"><details open><summary>Contents</summary>\n<ul>\n")
                    .append(contents)
                    .append("</ul>\n</details></nav>\n");
        }
        page.append("<main>\n").append(body).append("</main>\n");
        if (formulas) {
            page.append("<script>\n")
                    .append(resource(KATEX).replace("</script", "<\\/script"))
                    .append("\n</script>\n")
                    .append("<script>\n")
                    .append(resource("/d2j/notebook/page.js"))
                    .append("</script>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private void code(Cell cell) {
        boolean failed = cell.outputs().stream().anyMatch(output -> type(output).equals("error"));
        body.append("<section class=\"cell").append(failed ? " failed" : "").append("\">\n");
        if (!cell.source().isBlank()) {
            body.append("<pre class=\"code\"><code>")
                    .append(JavaHighlighter.html(cell.source()))
                    .append("</code></pre>\n");
        }
        for (JsonObject output : cell.outputs()) {
            output(output, cell);
        }
        body.append("</section>\n");
    }

    private static String type(JsonObject output) {
        return output.get("output_type").getAsString();
    }

    private void output(JsonObject output, Cell cell) {
        switch (type(output)) {
            case "stream" -> {
                String text = NotebookFormat.asTerminalShows(NotebookFormat.text(output.get("text")));
                body.append("<pre class=\"output ")
                        .append(escape(output.get("name").getAsString()))
                        .append("\">")
                        .append(escape(KernelError.plain(text)))
                        .append("</pre>\n");
            }
            case "error" -> {
                StringBuilder text = new StringBuilder();
                if (output.get("traceback") != null && output.get("traceback").isJsonArray()) {
                    for (JsonElement line : output.getAsJsonArray("traceback")) {
                        text.append(KernelError.plain(line.getAsString()).stripTrailing())
                                .append('\n');
                    }
                }
                if (text.toString().isBlank()) {
                    text.append(NotebookFormat.text(output.get("ename")))
                            .append(": ")
                            .append(NotebookFormat.text(output.get("evalue")));
                }
                body.append("<pre class=\"error\">")
                        .append(escape(text.toString().strip()))
                        .append("</pre>\n");
            }
            default -> {
                if (output.get("data") instanceof JsonObject data) {
                    display(
                            data,
                            output.get("metadata") instanceof JsonObject metadata ? metadata : new JsonObject(),
                            cell);
                }
            }
        }
    }

    private void display(JsonObject data, JsonObject metadata, Cell cell) {
        String plain = NotebookFormat.text(data.get("text/plain"));
        for (String type : IMAGES) {
            if (data.has(type)) {
                image(type, NotebookFormat.text(data.get(type)).replaceAll("\\s", ""), metadata, plain);
                return;
            }
        }
        if (data.has("image/svg+xml")) {
            byte[] svg = NotebookFormat.text(data.get("image/svg+xml")).getBytes(StandardCharsets.UTF_8);
            image("image/svg+xml", Base64.getEncoder().encodeToString(svg), metadata, plain);
        } else if (data.has("text/html")) {
            body.append("<div class=\"output html\">")
                    .append(NotebookFormat.text(data.get("text/html")))
                    .append("</div>\n");
        } else if (data.has("text/markdown")) {
            body.append("<div class=\"prose\">")
                    .append(markdown(NotebookFormat.text(data.get("text/markdown")), cell))
                    .append("</div>\n");
        } else if (data.has("text/latex")) {
            body.append("<div class=\"prose\">")
                    .append(markdown(NotebookFormat.text(data.get("text/latex")), cell))
                    .append("</div>\n");
        } else {
            body.append("<pre class=\"output\">")
                    .append(escape(KernelError.plain(plain)))
                    .append("</pre>\n");
        }
    }

    private void image(String type, String base64, JsonObject metadata, String plain) {
        JsonObject about = metadata.get(type) instanceof JsonObject object ? object : new JsonObject();
        String alternative = about.has("alt") ? about.get("alt").getAsString() : plain;
        body.append("<figure><img src=\"data:")
                .append(type)
                .append(";base64,")
                .append(escape(base64))
                .append("\" alt=\"")
                .append(escape(alternative))
                .append('"');
        if (about.get("width") instanceof JsonPrimitive width) {
            body.append(" width=\"").append(escape(width.getAsString())).append('"');
        }
        body.append("></figure>\n");
    }

    /** Markdown that is nested too deeply for a recursive reader is shown as it was written. */
    private String markdown(String source, Cell cell) {
        try {
            return renderedMarkdown(source, cell);
        } catch (StackOverflowError e) {
            return "<pre class=\"output\">" + escape(source) + "</pre>\n";
        }
    }

    private String renderedMarkdown(String source, Cell cell) {
        FormulaGuard guard = new FormulaGuard();
        Parser parser =
                Parser.builder().extensions(List.of(TablesExtension.create())).build();
        Node document = parser.parse(guard.hide(source));
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .nodeRendererFactory(Listing::new)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Heading heading) {
                        attributes.put("id", anchor(heading, guard));
                    } else if (node instanceof Image image) {
                        attributes.put("src", embedded(image.getDestination(), cell));
                    }
                })
                .build();
        String html = guard.restore(renderer.render(document));
        formulas |= guard.foundAny();
        return html;
    }

    private String anchor(Heading heading, FormulaGuard guard) {
        StringBuilder text = new StringBuilder();
        heading.accept(new AbstractVisitor() {
            @Override
            public void visit(Text node) {
                text.append(escape(node.getLiteral()));
            }

            @Override
            public void visit(Code node) {
                text.append("<code>").append(escape(node.getLiteral())).append("</code>");
            }
        });
        String shown = guard.restore(text.toString());
        String plain = guard.remove(text.toString())
                .replaceAll("<[^>]*>|&\\w+;", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        String anchor = plain.isEmpty() ? "section" : plain;
        for (int n = 2; !anchors.add(anchor); n++) {
            anchor = (plain.isEmpty() ? "section" : plain) + "-" + n;
        }
        if (heading.getLevel() == 2 || heading.getLevel() == 3) {
            contents.append("<li class=\"level")
                    .append(heading.getLevel())
                    .append("\"><a href=\"#")
                    .append(escape(anchor))
                    .append("\">")
                    .append(shown)
                    .append("</a></li>\n");
        }
        return anchor;
    }

    /** An image that lies in a file or in the cell as a data address; others as they are. */
    private String embedded(String address, Cell cell) {
        if (address.startsWith("attachment:")) {
            if (cell.json().get("attachments") instanceof JsonObject attachments
                    && attachments.get(address.substring("attachment:".length())) instanceof JsonObject types) {
                for (Map.Entry<String, JsonElement> entry : types.entrySet()) {
                    return "data:" + entry.getKey() + ";base64," + NotebookFormat.text(entry.getValue());
                }
            }
            return address;
        }
        if (address.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") || folder == null) {
            return address;
        }
        try {
            Path file = folder.resolve(address);
            String name = address.toLowerCase(Locale.ROOT);
            String type = name.endsWith(".svg")
                    ? "image/svg+xml"
                    : name.endsWith(".png")
                            ? "image/png"
                            : name.endsWith(".jpg") || name.endsWith(".jpeg") ? "image/jpeg" : null;
            if (type == null || !Files.isRegularFile(file)) {
                return address;
            }
            return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException | InvalidPathException e) {
            return address;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HtmlExport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the class path lacks " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Listings in Markdown, coloured like the code cells. */
    private static final class Listing implements NodeRenderer {

        private final HtmlNodeRendererContext context;

        Listing(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            FencedCodeBlock block = (FencedCodeBlock) node;
            String source = block.getLiteral().stripTrailing();
            String language = block.getInfo() == null ? "" : block.getInfo().strip();
            context.getWriter().line();
            context.getWriter()
                    .raw("<pre class=\"code listing\"><code>"
                            + (language.startsWith("java") ? JavaHighlighter.html(source) : escape(source))
                            + "</code></pre>");
            context.getWriter().line();
        }
    }
}
