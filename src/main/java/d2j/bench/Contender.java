package d2j.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Somebody who takes part: how its worker is started.
 *
 * @param id what the command line calls it
 * @param name what the table calls it
 * @param command the program of its worker, with arguments
 * @param environment variables that its worker gets
 * @param without variables that its worker must not inherit; a name that ends in {@code *} means all that begin so
 */
public record Contender(
        String id, String name, List<String> command, Map<String, String> environment, Set<String> without) {

    public Contender {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        without = Set.copyOf(without);
    }

    /** The environment of the worker, made from the one of this process. */
    Map<String, String> environmentFrom(Map<String, String> inherited) {
        Map<String, String> result = new TreeMap<>(inherited);
        result.keySet().removeIf(this::drops);
        result.putAll(environment);
        return result;
    }

    private boolean drops(String variable) {
        return without.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? variable.startsWith(pattern.substring(0, pattern.length() - 1))
                        : variable.equals(pattern));
    }
}
