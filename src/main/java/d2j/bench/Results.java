package d2j.bench;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured with one number of threads. */
public final class Results {

    /** Libraries that are made for speed differ by a factor of two or three; the reference BLAS by 20 to 40. */
    private static final double LEAST_SHARE_OF_PEAK = 0.15;

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

    /**
     * Why a rival is slower here than it is elsewhere, so that ratios to it say nothing: what it told about itself, or
     * a matrix product far below that of another contender on the same processor, or another number of threads than
     * the others have. Empty if there is no sign of that.
     */
    public Optional<String> handicap(String contender) {
        JsonObject known = facts.get(contender);
        if (known != null && known.has("handicap")) {
            return Optional.of(known.get("handicap").getAsString());
        }
        if (known != null && known.has("threads")) {
            String own = known.get("threads").getAsString();
            if (own.matches("\\d{1,6}") && Integer.parseInt(own) != threads) {
                return Optional.of(
                        "computes with " + own + (own.equals("1") ? " thread" : " threads") + " instead of " + threads);
            }
        }
        double rate = of(Workload.MATRIX_PRODUCT, contender)
                .flatMap(one -> one.rate(Workload.MATRIX_PRODUCT))
                .map(Statistics::maximum)
                .orElse(0.0);
        double peak = peakGigaflops();
        return rate > 0 && rate < LEAST_SHARE_OF_PEAK * peak
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "its matrix product reaches %.1f of %.0f GFLOP/s: look at its BLAS library and its threads",
                        rate,
                        peak))
                : Optional.empty();
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
