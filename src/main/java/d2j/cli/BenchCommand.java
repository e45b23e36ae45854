package d2j.cli;

import d2j.bench.Benchmarks;
import d2j.bench.Contenders;
import d2j.bench.Plan;
import d2j.bench.Report;
import d2j.bench.Workload;
import d2j.engine.MachineMemory;
import d2j.files.AtomicFile;
import d2j.notebook.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures training speed beside DL4J as it comes, PyTorch and DJL: the same models, in turns.",
        footer = {
            "",
            "Rivals: dl4j, pytorch (apt install python3-torch, or any Python with PyTorch",
            "that D2J_PYTHON names), djl. What dl4j and djl need is downloaded once,",
            "about 210 MB.",
            "",
            "Examples:",
            "  ./d2j bench --quick",
            "  ./d2j bench --workloads lenet,lstm --rivals pytorch --threads 1,2",
            "",
            "Exit status: 0 when d2j did all workloads, whatever became of the rivals,",
            "1 otherwise, 2 for wrong usage."
        })
final class BenchCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "Two minutes or less: all cores only, a few short turns.")
    private boolean quick;

    /** The names that {@code --help} prints. */
    private static final class WorkloadNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Workload.values()).map(Workload::id).iterator();
        }
    }

    @Option(
            names = "--workloads",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = WorkloadNames.class,
            description = {
                "Which (default: all): ${COMPLETION-CANDIDATES}.",
                "Those that begin with tensor-, layer- or add, and ssd, nms and map, are measured beside PyTorch alone."
            })
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--rivals",
            paramLabel = "NAME",
            split = ",",
            description = "Whom to compare with; none for nobody (default: all that can be had).")
    private List<String> rivals = new ArrayList<>(Contenders.RIVALS);

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            description = "Numbers of threads (default: one per core, then 1; with --quick only the former).")
    private List<Integer> threads = new ArrayList<>();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Turns of each contender at each workload (default: 5; 3 with --quick).")
    private Integer repetitions;

    @Option(names = "--seconds", paramLabel = "S", description = "What a turn takes (default: 2; 0.25 with --quick).")
    private Double seconds;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where everything goes (default: target/bench/DATE.json, or the cache where d2j's folder is "
                    + "read-only).")
    private Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = plan();
        Instant now = Instant.now();
        Path home = Home.folder();
        Path made = writable(Home.made("bench"));
        Report report;
        try (StatusLine status = new StatusLine(System.err, Terminal.interactive())) {
            if (!made.startsWith(home)) {
                status.say("d2j's own folder cannot be written; logs and results go to " + made);
            }
            report = Benchmarks.run(plan, home, made, now, MachineMemory.totalMebibytes(), status::show, status::say);
        }
        System.out.print(report.text());
        Path file = json != null
                ? json
                : made.resolve(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT)
                                .withZone(ZoneOffset.UTC)
                                .format(now)
                        + ".json");
        AtomicFile.write(file, report.json());
        System.out.println(Terminal.paint(Terminal.Style.FAINT, "-> " + Home.shown(file)));
        return report.complete() ? 0 : 1;
    }

    /** The folder, made if need be, before anything is measured that could then not be kept. */
    static Path writable(Path folder) throws UsageException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException("neither d2j's own folder nor " + folder + " can be written, and measuring needs"
                    + " a place for logs and results; set XDG_CACHE_HOME to a folder that can");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(folder + " cannot be written, and measuring needs a place for logs and results;"
                    + " make it writable, or set XDG_CACHE_HOME to a folder that can");
        }
        return folder;
    }

    private Plan plan() throws UsageException {
        List<Workload> chosen = new ArrayList<>();
        for (String id : workloads) {
            chosen.add(workload(id));
        }
        if (chosen.isEmpty()) {
            chosen = Arrays.asList(Workload.values());
        }
        List<String> contenders = new ArrayList<>(List.of("d2j"));
        if (!rivals.equals(List.of("none"))) {
            for (String rival : rivals) {
                if (!Contenders.RIVALS.contains(rival)) {
                    throw new UsageException(
                            "there is no rival " + rival + "; there are " + String.join(", ", Contenders.RIVALS));
                }
            }
            Contenders.RIVALS.stream().filter(rivals::contains).forEach(contenders::add);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        List<Integer> counts = !threads.isEmpty()
                ? threads.stream().distinct().toList()
                : quick
                        ? List.of(cores)
                        : IntStream.of(cores, 1).distinct().boxed().toList();
        int turns = repetitions != null ? repetitions : quick ? 3 : 5;
        double length = seconds != null ? seconds : quick ? 0.25 : 2;
        if (turns < 1 || !(length > 0) || counts.stream().anyMatch(count -> count < 1)) {
            throw new UsageException("repetitions, seconds and threads are more than 0");
        }
        return new Plan(
                chosen.stream().distinct().toList(),
                contenders,
                counts,
                turns,
                length,
                quick ? 0.4 : 5,
                quick ? 3 : 60,
                quick ? 80 : Double.POSITIVE_INFINITY);
    }

    private static Workload workload(String id) throws UsageException {
        return Workload.of(id)
                .orElseThrow(() -> new UsageException("there is no workload " + id + "; there are "
                        + Arrays.stream(Workload.values()).map(Workload::id).collect(Collectors.joining(", "))));
    }
}
