package d2j.data;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads tables with the columns that the catalogue describes, so that their types never depend on the content. */
final class TableReader {
    private TableReader() {}

    static Table read(Path file, String tableName, List<Catalog.Column> columns, boolean header, char separator) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader, file.toString(), tableName, columns, header, separator);
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
            throw new DatasetException(
                    where + " is not the table it should be: " + e.getMessage()
                            + "; delete it and fetch the data set again",
                    e);
        }
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            if (header && !table.column(i).name().equals(name)) {
                throw new DatasetException(
                        where + " has a column " + table.column(i).name() + " where " + name
                                + " should be; delete it and fetch the data set again");
            }
        }
        return table;
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
