package d2j.data;

import d2j.data.samples.TaggedPosts;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Posts with their named entities marked: the shared task on novel and emerging entities (L. Derczynski, E. Nichols, M.
 * van Erp, N. Limsopatham, 2017).
 *
 * <p>Tags are {@code O} outside of entities, {@code B-person} at the first token of one and {@code I-person} at the
 * others, with the kinds of {@link #KINDS}. Where the annotators of the test part disagree about a token's kind the
 * first opinion counts, and inside of an entity that of its beginning. Where the data set is not here and cannot be
 * downloaded, generated posts stand in for it; the line that is printed says so.
 *
 * @param train the real set has 3,394 posts
 * @param validation the real set has 1,009 posts
 * @param test the real set has 1,287 posts
 * @param origin what the posts are and where they are from, in words
 * @param isReal false where they were generated
 */
public record Wnut17(List<Post> train, List<Post> validation, List<Post> test, String origin, boolean isReal) {

    /** The kinds of entities. */
    public static final List<String> KINDS =
            List.of("person", "location", "corporation", "product", "creative-work", "group");

    private static final String NAME = "wnut-17";

    /**
     * A post.
     *
     * @param tokens its words and marks
     * @param tags one for each token
     */
    public record Post(List<String> tokens, List<String> tags) {
        public Post {
            tokens = List.copyOf(tokens);
            tags = List.copyOf(tags);
            if (tokens.size() != tags.size()) {
                throw new IllegalArgumentException(tokens.size() + " tokens have " + tags.size() + " tags");
            }
        }
    }

    public Wnut17 {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /**
     * All posts. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static Wnut17 load() {
        return load(DatasetStore.standard());
    }

    static Wnut17 load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        List<List<Post>> parts = new ArrayList<>();
        if (answer.found().isPresent()) {
            for (String file : List.of("wnut17train.conll", "emerging.dev.conll", "emerging.test.conll")) {
                parts.add(read(answer.found().get().file(file)));
            }
        } else {
            for (int part = 0; part < 3; part++) {
                List<String> lines = TaggedPosts.lines(part == 0 ? 1_500 : 300, part + 1);
                parts.add(read(Path.of("the sample"), lines));
            }
        }
        String sizes = Origin.sizes(parts.get(0), parts.get(1), parts.get(2));
        String origin = Origin.of(entry, answer, sizes + "posts", sizes + "generated posts");
        System.out.println(origin);
        return new Wnut17(
                parts.get(0), parts.get(1), parts.get(2), origin, answer.found().isPresent());
    }

    /**
     * Reads a token, a tab and its tag in each line; a line without a token ends a post.
     *
     * @throws DatasetException if a line is not so, or a tag is none; the message names file and line
     */
    static List<Post> read(Path file) {
        return read(file, TextReader.lines(file));
    }

    private static List<Post> read(Path file, List<String> lines) {
        List<Post> posts = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int i = 0; i <= lines.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            if (line.isBlank()) {
                if (!tokens.isEmpty()) {
                    posts.add(new Post(tokens, tags));
                }
                tokens = new ArrayList<>();
                tags = new ArrayList<>();
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length != 2 || columns[0].isBlank()) {
                throw TextReader.damaged(file, i + 1, "not a token, a tab and its tag");
            }
            tokens.add(columns[0]);
            tags.add(tag(file, i + 1, columns[1].strip(), tags.isEmpty() ? "O" : tags.get(tags.size() - 1)));
        }
        if (posts.isEmpty()) {
            throw new DatasetException(file + " has no post; remove it and fetch the data set again");
        }
        return posts;
    }

    private static String tag(Path file, int line, String written, String before) {
        String first = "";
        for (String opinion : written.split(",", -1)) {
            boolean isTag = opinion.equals("O")
                    || opinion.length() > 2
                            && (opinion.startsWith("B-") || opinion.startsWith("I-"))
                            && KINDS.contains(opinion.substring(2));
            if (!isTag) {
                throw TextReader.damaged(file, line, "no tag, but \"" + shortened(written) + "\"");
            }
            first = first.isEmpty() ? opinion : first;
        }
        if (!first.startsWith("I-")) {
            return first;
        }
        return before.equals("O") ? "B-" + first.substring(2) : "I-" + before.substring(2);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + " ...";
    }

    /** Where the posts are from. */
    @Override
    public String toString() {
        return origin;
    }
}
