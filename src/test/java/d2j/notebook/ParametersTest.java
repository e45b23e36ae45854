package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "EPOCHS | 5 | int EPOCHS = 5;",
                "EPOCHS | 60_000 / 2 | int EPOCHS = 60_000 / 2;",
                "SEED | 5 | long SEED = 5L;",
                "SEED | 0xFFL | long SEED = 0xFFL;",
                "RATE | .5 | double RATE = .5;",
                "RATE | -1E-3 | double RATE = -1E-3;",
                "SCALE | 0.5 | float SCALE = 0.5f;",
                "LIVE | false | boolean LIVE = false;",
                "NAME | x | String NAME = \"x\";",
                "NAME | \"x\" | String NAME = \"x\";",
                "LAYERS | new int[] {1} | int[] LAYERS = new int[] {1};",
                "LAYERS | {1, 2} | int[] LAYERS = {1, 2};",
                "EPOCHS | 010 | int EPOCHS = 10;",
                "EPOCHS | Integer.MAX_VALUE | int EPOCHS = Integer.MAX_VALUE;",
                "SEED | 9999999999 | long SEED = 9999999999L;",
                "RATE | NaN | double RATE = Double.NaN;",
                "RATE | -Infinity | double RATE = Double.NEGATIVE_INFINITY;",
                "RATE | SEED * Math.PI / 2 | double RATE = SEED * Math.PI / 2;",
                "RATE | 1/3.0 | double RATE = 1/3.0;",
                "SCALE | 1/3.0 | float SCALE = (float) (1/3.0);",
                "SCALE | inf | float SCALE = Float.POSITIVE_INFINITY;",
                "NAME | a \"b\" | String NAME = \"a \\\"b\\\"\";",
                "NAME | \"a\" + 1 + \"b\" | String NAME = \"a\" + 1 + \"b\";",
                "NAME | \"a\" \"b\" | String NAME = \"\\\"a\\\" \\\"b\\\"\";",
                "WORDS | List.of(\"a\", \"b\") | java.util.List<String> WORDS = List.of(\"a\", \"b\");"
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

    @Test
    void aTextMayBeEmptyOrHaveSeveralLines() throws UsageException {
        assertEquals("String NAME = \"\";", parameters.declarations(Map.of("NAME", "")));
        assertEquals("String NAME = \" a\\nb\\t\\\\\";", parameters.declarations(Map.of("NAME", " a\nb\t\\")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPOCHS=1\n2", "EPOCHS=1 // one", "EPOCHS=1, X = 2", "RATE=(1", "LIVE=", "SEED=1e3"})
    void whatTheCompilerWouldRefuseIsRefusedBeforehand(String setting) {
        String[] parts = setting.split("=", 2);
        UsageException exception =
                assertThrows(UsageException.class, () -> parameters.declarations(Map.of(parts[0], parts[1])));
        assertTrue(exception.getMessage().startsWith(parts[0] + " is a parameter of type "), exception.getMessage());
    }

    @Test
    void theMessageSaysWhatIsWrong() {
        Map<String, String> reasons = Map.of(
                "EPOCHS=ten", "there is no variable ten",
                "EPOCHS=1.5", "possible lossy conversion from double to int",
                "EPOCHS=99999999999", "integer number too large",
                "RATE=1/3", "write for example 1.0/3",
                "RATE=1e999", "floating-point number too large",
                "LIVE=yes", "there is no variable yes",
                "LIVE=1", "int cannot be converted to boolean",
                "EPOCHS=1; System.exit(1)", "EPOCHS is a parameter of type int");
        reasons.forEach((setting, reason) -> {
            String[] parts = setting.split("=", 2);
            String message = assertThrows(
                            UsageException.class, () -> parameters.declarations(Map.of(parts[0], parts[1])))
                    .getMessage();
            assertTrue(message.contains(reason), message);
            assertFalse(message.contains("\n"), message);
        });
    }

    private static Parameters of(String cell) {
        return Parameters.of(TestNotebooks.notebook().code(cell, "parameters").build());
    }

    private static List<String> read(String cell) {
        return of(cell).all().stream()
                .map(parameter -> parameter.type() + " " + parameter.name() + " = " + parameter.value())
                .toList();
    }

    @Test
    void declarationsOfEveryKindAreRead() {
        assertEquals(List.of("double LR = 0.1", "double MOMENTUM = 0.9"), read("double LR = 0.1, MOMENTUM = 0.9;"));
        assertEquals(List.of("char C = ';'", "char D = '\"'"), read("char C = ';'; char D = '\"';"));
        assertEquals(List.of("int[] A = {1, 2}", "int B = 3"), read("int A[] = {1, 2}; int B = 3;"));
        assertEquals(
                List.of("int X = 1", "double Y = -2.5", "String Z = \"z\"", "boolean B = true"),
                read("var X = 1; var Y = -2.5;\nvar Z = \"z\"; var B = true;"));
        assertEquals(
                List.of("Map<String, List<Integer>> M = Map.of()"),
                read("import java.util.*;\nstatic final Map<String, List<Integer>> M = Map.of();"));
        assertEquals(List.of("int N = 1", "int K = 2"), read("int N = 1;\nSystem.out.println(N);\nfinal int K = 2;"));
        assertEquals(List.of("String T = \"\"\"\n  a = 1; b\"\"\""), read("String T = \"\"\"\n  a = 1; b\"\"\";"));
    }

    @Test
    void aLongValueIsRead() throws UsageException {
        String words = "word ".repeat(20_000).strip();
        assertEquals(List.of("String S = \"" + words + "\""), read("String S = \"" + words + "\";"));
        assertEquals(1, read("String S = \"" + "\\n".repeat(20_000) + "\";").size());
        Parameters sum = of("int S = 1" + " + 1".repeat(5_000) + ";");
        assertEquals("int S = 2;", sum.declarations(Map.of("S", "2")));
        assertEquals("String N = \"" + words + "\";", of("String N = \"\";").declarations(Map.of("N", words)));
        String nested = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        assertEquals("int S = " + nested + ";", of("int S = 1;").declarations(Map.of("S", nested)));
    }

    @Test
    void aCharacterIsTakenWithAndWithoutItsMarks() throws UsageException {
        Parameters character = of("char C = 'a';");
        assertEquals("char C = 'x';", character.declarations(Map.of("C", "x")));
        assertEquals("char C = 'x';", character.declarations(Map.of("C", "'x'")));
        assertEquals("char C = '\\'';", character.declarations(Map.of("C", "'")));
        assertEquals("char C = ';';", character.declarations(Map.of("C", ";")));
        assertThrows(UsageException.class, () -> character.declarations(Map.of("C", "xy")));
    }

    @Test
    void aTypeOfAnotherCellIsLeftToTheKernel() throws UsageException {
        assertEquals("Kind K = Kind.B;", of("Kind K = Kind.A;").declarations(Map.of("K", "Kind.B")));
        assertThrows(UsageException.class, () -> of("Kind K = Kind.A;").declarations(Map.of("K", "B; int X = 1")));
    }

    @Test
    void aCellThatIsNoJavaIsSaidToBeNone() {
        UsageException exception =
                assertThrows(UsageException.class, () -> of("int N = ;").declarations(Map.of("N", "1")));
        assertTrue(
                exception.getMessage().contains("cell 1, line 1: illegal start of expression"), exception.getMessage());
    }
}
