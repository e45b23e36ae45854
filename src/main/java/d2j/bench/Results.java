package d2j.bench;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured with one number of threads. */
public final class Results {

    private final int threads;
    private final Map<Workload, List<Measurement>> measurements = new EnumMap<>(Workload.class);
    private final Map<String, JsonObject> facts = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();

    private final Map<String, double[]> idle = new LinkedHashMap<>();

    Results(int threads) {
        this.threads = threads;
    }

    public int threads() {
        return threads;
    }

    /** All measurements of a workload, in the order of the contenders. */
    public List<Measurement> of(Workload workload) {
        return List.copyOf(measurements.getOrDefault(workload, List.of()));
    }

    /** The measurement of one contender, if it took part. */
    public Optional<Measurement> of(Workload workload, String contender) {
        return of(workload).stream()
                .filter(one -> one.contender().equals(contender))
                .findFirst();
    }

    /** The workloads that were measured. */
    public List<Workload> workloads() {
        return List.copyOf(measurements.keySet());
    }

    /** What contenders said about themselves, by their id. */
    public Map<String, JsonObject> facts() {
        return facts;
    }

    /** Contenders that could not be started, and why. */
    public Map<String, String> missing() {
        return missing;
    }

    /** The highest rate of matrix products that any contender reached; 0 if none was measured. */
    public double peakGigaflops() {
        return of(Workload.MATRIX_PRODUCT).stream()
                .flatMap(one -> one.rate(Workload.MATRIX_PRODUCT).stream())
                .mapToDouble(Statistics::maximum)
                .max()
                .orElse(0);
    }

    /** The share of a processor that a contender used while others were measured; more than a little spoils results. */
    public double idleShare(String contender) {
        double[] sums = idle.get(contender);
        return sums == null || sums[1] == 0 ? 0 : sums[0] / sums[1];
    }

    void idle(String contender, double processorSeconds, double seconds) {
        double[] sums = idle.computeIfAbsent(contender, key -> new double[2]);
        sums[0] += processorSeconds;
        sums[1] += seconds;
    }

    Measurement begin(Workload workload, String contender) {
        Measurement measurement = new Measurement(contender);
        measurements.computeIfAbsent(workload, key -> new ArrayList<>()).add(measurement);
        return measurement;
    }

    void facts(String contender, JsonObject values) {
        facts.put(contender, values);
    }

    void missing(String contender, String reason) {
        missing.put(contender, reason);
    }
}
