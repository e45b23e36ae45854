package d2j.jupyter.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes of this project and the common ones of ND4J and DL4J, which a cell may name without an import, and the
 * functions of tensors.
 *
 * <p>Each is imported by itself into the cells that name it, unless something there has this name already: a
 * declaration or an import of the reader's, also one with an asterisk. So nothing is ever ambiguous, and cells that
 * import what they use are compiled as if this did not exist.
 */
final class StartUpImports {
    /** Packages of this project all of whose public classes are known. */
    static final List<String> PACKAGES = List.of("d2j.autograd", "d2j.check", "d2j.data", "d2j.plot", "d2j.train");

    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("d2j.engine", "Engine"),
            Map.entry("d2j.jupyter.display", "Notebook"),
            Map.entry("org.nd4j.linalg.api.ndarray", "INDArray"),
            Map.entry("org.nd4j.linalg.factory", "Nd4j"),
            Map.entry("org.nd4j.linalg.api.buffer", "DataType"),
            Map.entry("org.nd4j.linalg.dataset", "DataSet MultiDataSet"),
            Map.entry("org.nd4j.linalg.indexing", "NDArrayIndex"),
            Map.entry("org.nd4j.linalg.ops.transforms", "Transforms"),
            Map.entry("org.nd4j.linalg.activations", "Activation"),
            Map.entry("org.nd4j.linalg.lossfunctions", "LossFunctions"),
            Map.entry("org.nd4j.linalg.lossfunctions.LossFunctions", "LossFunction"),
            Map.entry("org.nd4j.linalg.lossfunctions.impl", "LossMCXENT LossMSE LossBinaryXENT LossMAE"),
            Map.entry("org.nd4j.linalg.learning.config", "Sgd Nesterovs Adam AdaGrad RmsProp AdaDelta NoOp"),
            Map.entry(
                    "org.nd4j.linalg.schedule",
                    "ISchedule ScheduleType StepSchedule MapSchedule ExponentialSchedule PolySchedule"
                            + " SigmoidSchedule InverseSchedule CycleSchedule RampSchedule"),
            Map.entry("org.nd4j.autodiff.samediff", "SameDiff SDVariable TrainingConfig"),
            Map.entry("org.nd4j.evaluation.classification", "Evaluation ROC"),
            Map.entry("org.nd4j.evaluation.regression", "RegressionEvaluation"),
            Map.entry(
                    "org.deeplearning4j.nn.conf",
                    "NeuralNetConfiguration MultiLayerConfiguration ComputationGraphConfiguration"
                            + " GradientNormalization BackpropType ConvolutionMode CNN2DFormat RNNFormat"),
            Map.entry("org.deeplearning4j.nn.conf.inputs", "InputType"),
            Map.entry(
                    "org.deeplearning4j.nn.conf.layers",
                    "DenseLayer OutputLayer LossLayer ActivationLayer DropoutLayer ConvolutionLayer SubsamplingLayer"
                            + " PoolingType BatchNormalization EmbeddingLayer EmbeddingSequenceLayer"
                            + " LSTM RnnOutputLayer RnnLossLayer GlobalPoolingLayer Deconvolution2D Upsampling2D"
                            + " CnnLossLayer SelfAttentionLayer"),
            Map.entry("org.deeplearning4j.nn.conf.layers.recurrent", "SimpleRnn Bidirectional LastTimeStep"),
            Map.entry("org.deeplearning4j.nn.conf.dropout", "Dropout GaussianDropout IDropout"),
            Map.entry("org.deeplearning4j.nn.conf.graph", "ElementWiseVertex MergeVertex"),
            Map.entry("org.deeplearning4j.nn.multilayer", "MultiLayerNetwork"),
            Map.entry("org.deeplearning4j.nn.graph", "ComputationGraph"),
            Map.entry("org.deeplearning4j.nn.weights", "WeightInit"),
            Map.entry("org.deeplearning4j.optimize.listeners", "ScoreIterationListener"),
            Map.entry("org.deeplearning4j.util", "ModelSerializer"),
            Map.entry("tech.tablesaw.api", "Table DoubleColumn IntColumn StringColumn BooleanColumn"));

    private static final String FUNCTIONS = "d2j.autograd.Functions";
    private static final Pattern CLASS_FILE = Pattern.compile("[A-Z]\\w*\\.class");
    private static final Pattern IMPORT = Pattern.compile("import( static)? ([\\w.$]+?)\\.(\\w+|\\*)\\s*;?");

    /** Has no class that is known here, which a test sees to; so it need not be asked. */
    private static final Set<String> STANDARD =
            JavaShell.IMPORTS.stream().map(name -> "import " + name).collect(Collectors.toSet());

    private Map<String, String> types;
    private Set<String> functions;
    private final Map<String, Boolean> members = new HashMap<>();

    /** Off where {@code D2J_IMPORTS=explicit}: chapters have to run in other kernels, too. */
    static boolean isOn() {
        return !"explicit".equals(System.getProperty("d2j.imports", System.getenv("D2J_IMPORTS")));
    }

    /**
     * The imports that code needs.
     *
     * @param words   the names in it
     * @param taken   names of types and methods that are declared in it or before it
     * @param imports the reader's, in effect in it; others than the standard ones
     */
    Set<String> needed(Set<String> words, Set<String> taken, List<String> imports) {
        Set<String> lines = new LinkedHashSet<>();
        if (!isOn()) {
            return lines;
        }
        List<Matcher> explicit = imports.stream()
                .filter(text -> !STANDARD.contains(text))
                .map(String::strip)
                .map(IMPORT::matcher)
                .filter(Matcher::matches)
                .toList();
        for (String word : words) {
            boolean isType = Character.isUpperCase(word.charAt(0));
            String line = isType ? importOfClass(word) : importOfFunction(word);
            if (line != null && !taken.contains(word) && explicit.stream().noneMatch(each -> gives(each, word))) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Names that begin with some letters. */
    List<String> startingWith(String prefix) {
        return Stream.concat(
                        types().keySet().stream().filter(name -> importOfClass(name) != null),
                        functions().stream().map(name -> name + "("))
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The import of a class, whether or not it is needed; null if it is not among the known ones. */
    String importOfClass(String simpleName) {
        String name = types().get(simpleName);
        // Those of this project may be hidden in their package.
        return name == null || name.startsWith("d2j.") && !isPublic(name) ? null : "import " + name + ";";
    }

    /** The simple names of all known classes. */
    Set<String> names() {
        return Set.copyOf(
                startingWith("").stream().filter(name -> !name.endsWith("(")).toList());
    }

    /** The import of a function, whether or not it is needed; null if there is none of this name. */
    String importOfFunction(String name) {
        return functions().contains(name) ? function(name) : null;
    }

    private static String function(String name) {
        return "import static " + FUNCTIONS + "." + name + ";";
    }

    /** Whether an import gives a meaning to a name. */
    private boolean gives(Matcher statement, String word) {
        if (!statement.group(3).equals("*")) {
            return statement.group(3).equals(word);
        }
        String owner = statement.group(2);
        boolean isStatic = statement.group(1) != null;
        return members.computeIfAbsent(
                statement.group() + word,
                key -> exists((isStatic ? "" : owner + "." + word), owner + "$" + word)
                        || isStatic && hasMethod(owner, word));
    }

    private static boolean exists(String... classNames) {
        return Arrays.stream(classNames).filter(name -> !name.isEmpty()).anyMatch(name -> load(name) != null);
    }

    private static boolean hasMethod(String owner, String name) {
        Class<?> type = load(owner);
        if (type == null) {
            return false;
        }
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && Modifier.isStatic(method.getModifiers())) {
                return true;
            }
        }
        return false;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, StartUpImports.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Read from the class file, since loading the class would load half of ND4J. */
    private Set<String> functions() {
        if (functions == null) {
            Set<String> names = new TreeSet<>();
            try (InputStream file =
                    StartUpImports.class.getResourceAsStream("/" + FUNCTIONS.replace('.', '/') + ".class")) {
                new ClassReader(file.readAllBytes())
                        .accept(
                                new ClassVisitor(Opcodes.ASM9) {
                                    @Override
                                    public MethodVisitor visitMethod(
                                            int access, String name, String type, String signature, String[] thrown) {
                                        if ((access & Opcodes.ACC_PUBLIC) != 0) {
                                            names.add(name);
                                        }
                                        return null;
                                    }
                                },
                                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            functions = names;
        }
        return functions;
    }

    /** The full name of each class, by its simple one; some of them are hidden in their package. */
    private Map<String, String> types() {
        if (types == null) {
            types = new TreeMap<>();
            LIBRARIES.forEach((place, names) -> {
                for (String name : names.split(" ")) {
                    types.put(name, place + "." + name);
                }
            });
            own().forEach((name, place) -> types.put(name, place + "." + name));
        }
        return types;
    }

    /** The package of each class of this project's packages that are known here; they lie in a folder or a jar. */
    private static Map<String, String> own() {
        Map<String, String> found = new HashMap<>();
        try {
            Path home = Path.of(StartUpImports.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                for (String place : PACKAGES) {
                    try (Stream<Path> files = Files.list(home.resolve(place.replace('.', '/')))) {
                        add(files.map(file -> file.getFileName().toString()), place, found);
                    }
                }
            } else {
                try (ZipFile jar = new ZipFile(home.toFile())) {
                    Map<String, List<String>> entries = Library.byPackage(jar);
                    for (String place : PACKAGES) {
                        add(entries.get(place).stream().map(name -> name.substring(place.length() + 1)), place, found);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static void add(Stream<String> files, String place, Map<String, String> found) {
        files.filter(file -> CLASS_FILE.matcher(file).matches())
                .forEach(file -> found.put(file.substring(0, file.length() - ".class".length()), place));
    }

    private static boolean isPublic(String name) {
        Class<?> type = load(name);
        return type != null && Modifier.isPublic(type.getModifiers());
    }
}
