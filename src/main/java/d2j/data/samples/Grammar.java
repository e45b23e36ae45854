package d2j.data.samples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes sentences from a few lines of rules, in one language or in several at once.
 *
 * <p>A line is {@code name = alternative | alternative ...}, an alternative a row of words and names; a name is written
 * in capital letters. {@code 3* the cat} comes three times as often as an alternative without a number. Where a
 * sentence is wanted in two languages, each alternative gives both, separated by {@code /}; the names in them are
 * filled alike, whatever their order:
 *
 * <pre>{@code
 * S = NP VP . / NP VP .
 * NP = the red NOUN / le NOUN rouge | 2* a NOUN / un NOUN
 * NOUN = car / camion | bus / bus
 * VP = stops / s'arrête
 * }</pre>
 */
public final class Grammar {
    private record Alternative(int weight, List<List<String>> languages) {}

    private static final int DEEPEST = 100;

    private final Map<String, List<Alternative>> rules = new HashMap<>();
    private final int languages;

    private Grammar(int languages) {
        this.languages = languages;
    }

    /**
     * Reads rules.
     *
     * @throws IllegalArgumentException if a line is no rule, a name has none, or not every alternative gives the same
     *     number of languages with the same names in each
     */
    public static Grammar of(String rules) {
        List<String> lines =
                rules.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a grammar without rules");
        }
        Grammar grammar = new Grammar(languages(lines.get(0).split("\\|")[0]).length);
        lines.forEach(grammar::add);
        grammar.rules.values().forEach(alternatives -> alternatives.forEach(grammar::check));
        return grammar;
    }

    private static String[] languages(String alternative) {
        return alternative.split(" / ", -1);
    }

    private void add(String line) {
        String[] sides = line.split("\\s+=\\s+", 2);
        if (sides.length < 2 || !isName(sides[0])) {
            throw new IllegalArgumentException("no rule of a grammar: " + line);
        }
        List<Alternative> alternatives = rules.computeIfAbsent(sides[0], name -> new ArrayList<>());
        for (String part : sides[1].split("\\|")) {
            String text = part.strip();
            boolean weighted = text.matches("\\d{1,6}\\*.*");
            int star = text.indexOf('*');
            List<List<String>> words = new ArrayList<>();
            for (String language : languages(weighted ? text.substring(star + 1) : text)) {
                words.add(
                        language.isBlank()
                                ? List.of()
                                : List.of(language.strip().split("\\s+")));
            }
            alternatives.add(new Alternative(weighted ? Integer.parseInt(text.substring(0, star)) : 1, words));
        }
    }

    private void check(Alternative alternative) {
        List<String> names = names(alternative.languages().get(0));
        for (List<String> language : alternative.languages()) {
            if (alternative.languages().size() != languages || !names(language).equals(names)) {
                throw new IllegalArgumentException(
                        "each alternative needs " + languages + " languages with the same names: " + alternative);
            }
        }
        names.stream().filter(name -> !rules.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("a grammar without a rule for " + name);
        });
    }

    private static List<String> names(List<String> words) {
        return words.stream().filter(Grammar::isName).sorted().toList();
    }

    private static boolean isName(String word) {
        return word.matches("[A-Z][A-Z0-9_]*");
    }

    /**
     * A sentence: its words with blanks between them.
     *
     * @param start the name to begin with
     */
    public String sentence(String start, RandomGenerator random) {
        return sentences(start, random).get(0);
    }

    /**
     * One sentence in every language.
     *
     * @param start the name to begin with
     */
    public List<String> sentences(String start, RandomGenerator random) {
        if (!rules.containsKey(start)) {
            throw new IllegalArgumentException("a grammar without a rule for " + start);
        }
        return expand(start, random, 0).stream()
                .map(words -> String.join(" ", words))
                .toList();
    }

    private List<List<String>> expand(String name, RandomGenerator random, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the rules for " + name + " hardly ever end");
        }
        Alternative chosen = choose(rules.get(name), random);
        Map<String, List<List<List<String>>>> filled = new HashMap<>();
        for (String inner : names(chosen.languages().get(0))) {
            filled.computeIfAbsent(inner, key -> new ArrayList<>()).add(expand(inner, random, depth + 1));
        }
        List<List<String>> result = new ArrayList<>();
        for (int language = 0; language < languages; language++) {
            List<String> words = new ArrayList<>();
            Map<String, Integer> used = new HashMap<>();
            for (String word : chosen.languages().get(language)) {
                if (isName(word)) {
                    int nth = used.merge(word, 1, Integer::sum) - 1;
                    words.addAll(filled.get(word).get(nth).get(language));
                } else {
                    words.add(word);
                }
            }
            result.add(words);
        }
        return result;
    }

    private static Alternative choose(List<Alternative> alternatives, RandomGenerator random) {
        int at = random.nextInt(
                alternatives.stream().mapToInt(Alternative::weight).sum());
        for (Alternative alternative : alternatives) {
            at -= alternative.weight();
            if (at < 0) {
                return alternative;
            }
        }
        throw new IllegalStateException("weights add up");
    }
}
