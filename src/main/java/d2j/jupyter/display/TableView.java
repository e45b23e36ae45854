package d2j.jupyter.display;

import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as HTML and as plain text: its first rows, and how many rows and columns there are in all. */
final class TableView {
    private static final int ROWS = 10;
    private static final int COLUMNS = 20;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final String size;

    private TableView(Table table) {
        int shownRows = Math.min(ROWS, table.rowCount());
        for (int row = -1; row < shownRows; row++) {
            rows.add(new ArrayList<>());
        }
        int count = table.columnCount();
        for (int index = 0; index < count; index++) {
            if (count > COLUMNS && index == COLUMNS / 2) {
                rows.forEach(row -> row.add("…"));
                numeric.add(false);
                index = count - COLUMNS / 2;
            }
            Column<?> column = table.column(index);
            numeric.add(column instanceof NumericColumn);
            rows.get(0).add(column.name());
            for (int row = 0; row < shownRows; row++) {
                rows.get(row + 1).add(column.isMissing(row) ? "" : column.getString(row));
            }
        }
        if (table.rowCount() > shownRows) {
            List<String> more = new ArrayList<>();
            numeric.forEach(column -> more.add("…"));
            rows.add(more);
        }
        size = table.rowCount() + " rows × " + count + " columns";
    }

    static MimeBundle of(Table table) {
        TableView view = new TableView(table);
        return MimeBundle.html(view.html(table.name()), view.text());
    }

    private String html(String name) {
        StringBuilder html = new StringBuilder("<div style=\"overflow-x:auto\"><table>");
        if (name != null && !name.isBlank()) {
            html.append("<caption>").append(escape(name)).append("</caption>");
        }
        for (int row = 0; row < rows.size(); row++) {
            String cell = row == 0 ? "th" : "td";
            html.append(row == 0 ? "<thead><tr>" : row == 1 ? "<tbody><tr>" : "<tr>");
            for (int column = 0; column < numeric.size(); column++) {
                String align = numeric.get(column) ? "right" : "left";
                html.append('<')
                        .append(cell)
                        .append(" style=\"text-align:")
                        .append(align)
                        .append("\">");
                html.append(escape(rows.get(row).get(column)))
                        .append("</")
                        .append(cell)
                        .append('>');
            }
            html.append(row == 0 ? "</tr></thead>" : "</tr>");
        }
        html.append(rows.size() > 1 ? "</tbody></table>" : "</table>");
        return html.append("<p>").append(size).append("</p></div>").toString();
    }

    private String text() {
        int[] widths = new int[numeric.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : "  ");
                line.append(numeric.get(column) ? padding + row.get(column) : row.get(column) + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append(size).toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
