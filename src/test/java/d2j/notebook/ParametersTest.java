package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters: what a cell declares, and which values fit. */
class ParametersTest {

    private final Parameters parameters = Parameters.of(TestNotebooks.notebook()
            .code(
                    """
            // int COMMENTED = 1;
            long SEED = 1; int EPOCHS = 1_000;   // the training; int NOT = 1;
            final double RATE = 1e-3;
            float SCALE = 2f; boolean LIVE = true; /* int HIDDEN = 3; */
            String NAME = "a = b; int C = 1;";
            int[] LAYERS = {256, 10};
            java.util.List<String> WORDS = java.util.List.of("x");""",
                    "parameters")
            .code("int OTHER = 1;")
            .build());

    @Test
    void declarationsAreFoundAndCommentsAreNot() {
        assertEquals(
                List.of("SEED", "EPOCHS", "RATE", "SCALE", "LIVE", "NAME", "LAYERS", "WORDS"),
                parameters.all().stream().map(Parameters.Parameter::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EPOCHS | 5 | int EPOCHS = 5;", "EPOCHS | 60_000 / 2 | int EPOCHS = 60_000 / 2;",
                "SEED | 5 | long SEED = 5L;", "SEED | 0xFFL | long SEED = 0xFFL;",
                "RATE | .5 | double RATE = .5;", "RATE | -1E-3 | double RATE = -1E-3;",
                "SCALE | 0.5 | float SCALE = 0.5f;", "LIVE | false | boolean LIVE = false;",
                "NAME | x | String NAME = \"x\";", "NAME | \"x\" | String NAME = \"x\";",
                "LAYERS | new int[] {1} | int[] LAYERS = new int[] {1};"
            })
    void aValueThatFits(String name, String value, String declaration) throws UsageException {
        assertEquals(declaration, parameters.declarations(Map.of(name, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCHS, ten",
        "EPOCHS, 1.5",
        "EPOCHS, 3000000000",
        "EPOCHS, 5L",
        "RATE, fast",
        "LIVE, yes",
        "LIVE, 1",
        "LAYERS, ''",
        "EPOCHS, 1; System.exit(1)"
    })
    void aValueThatDoesNot(String name, String value) {
        assertThrows(UsageException.class, () -> parameters.declarations(Map.of(name, value)));
    }
}
