package d2j.data;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.Gzip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads tables with the columns that the catalogue describes, so that their types never depend on the content. */
final class TableReader {
    private static final int LONGEST_LINE = 1 << 16;

    private TableReader() {}

    static Table read(Path file, String tableName, List<Catalog.Column> columns, boolean header, char separator) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Gzip.open(file), StandardCharsets.UTF_8), LONGEST_LINE)) {
            skipByteOrderMark(reader);
            return read(reader, file.toString(), tableName, columns, header, separatorOf(reader, separator));
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Table read(
            Reader reader,
            String where,
            String tableName,
            List<Catalog.Column> columns,
            boolean header,
            char separator) {
        CsvReadOptions options = CsvReadOptions.builder(reader)
                .tableName(tableName)
                .separator(separator)
                .header(header)
                .missingValueIndicator("NA")
                .columnTypes(columns.stream().map(TableReader::type).toArray(ColumnType[]::new))
                .build();
        Table table;
        try {
            table = Table.read().csv(options);
        } catch (RuntimeException e) {
            throw damaged(where, "is not the table it should be: " + e.getMessage(), e);
        }
        if (table.columnCount() != columns.size()) {
            throw damaged(where, "has " + table.columnCount() + " columns instead of " + columns.size(), null);
        }
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            if (header && !table.column(i).name().equals(name)) {
                throw damaged(where, "has a column " + table.column(i).name() + " where " + name + " should be", null);
            }
        }
        return table;
    }

    private static DatasetException damaged(String where, String what, RuntimeException cause) {
        return new DatasetException(where + " " + what + "; remove it and fetch the data set again", cause);
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    /** The separator that the first line has: spreadsheets write semicolons where the comma is the decimal sign. */
    private static char separatorOf(BufferedReader reader, char usual) throws IOException {
        reader.mark(LONGEST_LINE);
        char[] head = new char[LONGEST_LINE - 1];
        int length = reader.read(head, 0, head.length);
        reader.reset();
        String line = length < 0
                ? ""
                : new String(head, 0, length).lines().findFirst().orElse("");
        return line.indexOf(usual) < 0 && line.indexOf(';') >= 0 ? ';' : usual;
    }

    private static ColumnType type(Catalog.Column column) {
        return switch (column.type()) {
            case "integer" -> ColumnType.INTEGER;
            case "real" -> ColumnType.DOUBLE;
            case "text" -> ColumnType.STRING;
            default -> throw new DatasetException("the catalogue has a column of type " + column.type());
        };
    }
}
