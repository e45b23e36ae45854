package d2j.engine.hooks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** All changes to DL4J and ND4J, and which of them took. */
public final class Hooks {

    /** Arrays first: networks load them. */
    private static final List<Hook> ALL = List.of(
            new ArrayHook(),
            new ShapeHook(),
            new FactoryHook(),
            new OperationHook(),
            new DependencyHook(),
            new TrainingSessionHook(),
            NetworkHook.ofLayers(),
            NetworkHook.ofGraphs(),
            new AdamHook(),
            new UpdaterHook(),
            new FreedBufferHook(),
            new BufferHook());

    private static final List<Result> RESULTS = new ArrayList<>();

    private Hooks() {}

    /**
     * What became of a hook.
     *
     * @param target    the library's class
     * @param purpose   what the change brings
     * @param essential whether DL4J's networks cannot be accelerated without
     * @param problem   why it did not take; empty when it did
     */
    public record Result(String target, String purpose, boolean essential, Optional<String> problem) {}

    /** Changes the classes, once. Where they were loaded before, it is too late: {@link #failure()} says so. */
    public static synchronized void install() {
        if (RESULTS.isEmpty()) {
            ALL.forEach(hook -> RESULTS.add(new Result(
                    hook.target(), hook.purpose(), hook.isEssential(), Optional.ofNullable(problemOf(hook)))));
        }
    }

    /** Every hook and whether it took; empty before {@link #install()}. */
    public static synchronized List<Result> report() {
        return List.copyOf(RESULTS);
    }

    /** Why networks cannot be accelerated; empty when they can. */
    public static synchronized Optional<String> failure() {
        if (RESULTS.isEmpty()) {
            return Optional.of("not installed");
        }
        return RESULTS.stream()
                .filter(Result::essential)
                .flatMap(result -> result.problem().stream())
                .findFirst();
    }

    /** Weaves one in; null when all went well. */
    static String problemOf(Hook hook) {
        try {
            hook.weave();
            return null;
        } catch (LinkageError e) {
            return note(hook, "was in use before the engine started", e);
        } catch (ClassNotFoundException e) {
            return note(hook, "is not here (as on GPUs) or unknown", e);
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            return note(hook, "is not that of a known version of DL4J: " + e, e);
        }
    }

    private static String note(Hook hook, String problem, Throwable cause) {
        String sentence = hook.target() + " " + problem;
        LoggerFactory.getLogger(Hooks.class).info(sentence, cause);
        return sentence;
    }
}
