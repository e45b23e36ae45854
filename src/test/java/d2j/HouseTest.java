package d2j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import d2j.notebook.Cell;
import d2j.notebook.Chapter;
import d2j.notebook.Curriculum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the house is built: which room may use which, and what holds in all of them. */
class HouseTest {

    /**
     * The rooms, from the roof to the ground: a class uses what is in its own room and in those below it. A package
     * that is not named belongs to the room around it.
     */
    private static final List<String> ROOMS = List.of(
            "d2j.cli",
            "d2j.bench",
            "d2j.notebook",
            "d2j.jupyter.client",
            "d2j.jupyter.kernel",
            "d2j.jupyter.protocol",
            "d2j.check",
            "d2j.spark",
            "d2j.vision",
            "d2j.text",
            "d2j.optim",
            "d2j.train",
            "d2j.nn",
            "d2j.autograd",
            "d2j.plot",
            // Installs the kernel for Jupyter, and shows a chapter's objects: figures and tables need the second.
            "d2j.jupyter",
            "d2j.data",
            "d2j.engine",
            "d2j.files",
            "d2j.log");

    /** Public classes of the same name in two packages, with the reason. */
    private static final Map<String, String> SAME_NAMES =
            Map.of("BatchNormalization", "the layer, and the primitive that it calls; both are inside the engine");

    private static final int LINES = 400;
    private static final Pattern REASON = Pattern.compile("Over 400 lines because \\w+");
    private static final Pattern INSIDE = Pattern.compile("\\bd2j\\.engine\\.(?!Engine\\b)\\S*");

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("d2j");

    @Test
    void everyPackageIsInARoom() {
        Set<String> homeless = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> room(name) < 0)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), homeless, "name their place in ROOMS");
    }

    @Test
    void roomsUseOnlyWhatIsBelow() {
        Set<String> upward = new TreeSet<>();
        for (JavaClass user : CLASSES) {
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass();
                int above = room(user.getPackageName());
                int below = room(used.getPackageName());
                if (below >= 0 && above > below) {
                    upward.add(outer(user) + " uses " + outer(used));
                }
            }
        }
        assertEquals(Set.of(), upward, "arrows point down: " + String.join(" > ", ROOMS));
    }

    @Test
    void packagesUseEachOtherInOneDirection() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** Those that can be imported; what is hidden in its package is never taken for its namesake. */
    @Test
    void noTwoPublicClassesHaveOneName() {
        Map<String, Set<String>> packages = new TreeMap<>();
        CLASSES.stream()
                .filter(type -> type.isTopLevelClass()
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && !type.getSimpleName().equals("package-info"))
                .forEach(type -> packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName()));
        packages.values().removeIf(places -> places.size() == 1);
        packages.keySet().removeAll(SAME_NAMES.keySet());
        assertEquals(Map.of(), packages);
    }

    /** A longer class says why: "Over 400 lines because ...". */
    @Test
    void classesAreShortOrSayWhyNot() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : (Iterable<Path>)
                    files.filter(path -> path.toString().endsWith(".java")).sorted()::iterator) {
                List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
                String text = String.join(" ", lines).replaceAll("\\s+(?:\\*\\s+)?", " ");
                if (lines.size() > LINES && !REASON.matcher(text).find()) {
                    tooLong.add(SOURCES.relativize(file) + " has " + lines.size() + " lines");
                }
            }
        }
        assertEquals(List.of(), tooLong, "split them, or say \"Over 400 lines because ...\" in their javadoc");
    }

    /** A chapter works with any engine, so it knows only the door. */
    @Test
    void chaptersStayOutOfTheEngine() throws IOException {
        List<String> found = new ArrayList<>();
        for (Chapter chapter :
                Curriculum.in(Path.of("notebooks").toAbsolutePath()).chapters()) {
            for (Cell cell : chapter.notebook().cells()) {
                Matcher matcher = INSIDE.matcher(cell.isCode() ? cell.source() : "");
                while (matcher.find()) {
                    found.add(chapter.path() + ": " + matcher.group());
                }
            }
        }
        assertEquals(List.of(), found, "chapters import d2j.engine.Engine and nothing else of the engine");
    }

    /** The number of the room, from above; negative for other people's classes. */
    private static int room(String packageName) {
        int found = -1;
        for (int i = 0; i < ROOMS.size(); i++) {
            String room = ROOMS.get(i);
            boolean inside = packageName.equals(room) || packageName.startsWith(room + ".");
            if (inside && (found < 0 || room.length() > ROOMS.get(found).length())) {
                found = i;
            }
        }
        return found;
    }

    private static String outer(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }
}
