package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableFeaturesTest {
    private static final Table TRAIN = Table.create(
            DoubleColumn.create("area", 1, 3, Double.NaN),
            IntColumn.create("code", 20, 60, 20),
            StringColumn.create("fence", "wood", "", "iron"));
    private static final TableFeatures FEATURES = TableFeatures.of(TRAIN, List.of("area"), List.of("code", "fence"));

    @Test
    void quantitiesAreStandardisedAndGapsBecomeTheMean() {
        assertEquals(Nd4j.createFromArray(-1.0, 1.0, 0.0), FEATURES.apply(TRAIN).getColumn(0));
    }

    @Test
    void categoriesAreOneHotAndAGapIsAValue() {
        assertEquals(
                List.of("area", "code = 20", "code = 60", "fence = ", "fence = iron", "fence = wood"),
                FEATURES.names());
        assertEquals(6, FEATURES.width());
        assertEquals(
                Nd4j.createFromArray(1.0, 0.0, 1.0, 1.0, 0.0, 0.0),
                FEATURES.apply(TRAIN).getRow(1));
    }

    @Test
    void otherRowsAreScaledByTheTrainingRowsAndStrangersHaveNoColumn() {
        Table other = Table.create(
                DoubleColumn.create("area", new double[] {5}),
                IntColumn.create("code", new int[] {70}),
                StringColumn.create("fence", "hedge"));
        assertEquals(
                Nd4j.createFromArray(3.0, 0, 0, 0, 0, 0), FEATURES.apply(other).getRow(0));
    }

    @Test
    void aColumnThatNeverVariesIsOnlyCentred() {
        Table constant = Table.create(DoubleColumn.create("x", 4, 4));
        assertEquals(
                Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 2, 1),
                TableFeatures.of(constant, List.of("x"), List.of()).apply(constant));
    }

    @Test
    void aMissingColumnIsNamed() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> TableFeatures.of(TRAIN, List.of("rooms"), List.of()));
        assertEquals(true, error.getMessage().toLowerCase(java.util.Locale.ROOT).contains("rooms"));
    }
}
