package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartUpImportsTest {

    private final StartUpImports imports = new StartUpImports();

    @Test
    void everyNameIsAClassAndMeansNothingElse() {
        Map<String, String> meanings = new HashMap<>();
        List<String> places = new ArrayList<>(List.of("java.lang"));
        JavaShell.IMPORTS.forEach(each -> places.add(each.replace(".*", "")));
        assertTrue(imports.names().containsAll(Set.of("Plot", "Trainer", "Tensor", "Nd4j", "Check", "Engine")));
        for (String name : imports.names()) {
            String full = imports.importOfClass(name).replaceAll("import |;", "");
            if (!exists(full) && !exists(full.replaceFirst("\\.(\\w+)$", "\\$$1"))) {
                meanings.put(name, "there is no " + full);
            }
            for (String place : places) {
                if (exists(place + "." + name)) {
                    meanings.put(name, place);
                }
            }
        }
        assertEquals(Map.of(), meanings, "names that do not exist, or to which standard imports give another meaning");
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, StartUpImportsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void onlyWhatIsNamedIsImported() {
        assertEquals(
                Set.of("import d2j.plot.Plot;", "import static d2j.autograd.Functions.relu;"),
                imports.needed(Set.of("Plot", "relu", "x", "String", "Rows", "Node"), Set.of(), List.of()));
    }

    @Test
    void whatTheReaderDeclaresOrImportsWins() {
        Set<String> words = Set.of("Plot", "relu");
        assertEquals(Set.of(), imports.needed(words, words, List.of()));
        assertEquals(
                Set.of(),
                imports.needed(
                        words,
                        Set.of(),
                        List.of("import a.b.Plot", "import static org.nd4j.linalg.ops.transforms.Transforms.*")));
        assertEquals(Set.of(), imports.needed(Set.of("Plot"), Set.of(), List.of("import d2j.plot.*;")));
        assertEquals(
                Set.of("import d2j.data.Standardisation;"),
                imports.needed(Set.of("Standardisation"), Set.of(), List.of("import d2j.plot.*;")));
    }
}
