package d2j.data;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import d2j.data.samples.Facts;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Questions about paragraphs of Wikipedia whose answers stand in the paragraph, the same ones in English and in
 * Chinese: XQuAD (M. Artetxe, S. Ruder, D. Yogatama, 2020), a part of SQuAD's validation set and its translation.
 *
 * <p>The data set has no training part; {@link Question#article} lets a chapter divide it by articles. Where it is not
 * here and cannot be downloaded, generated questions stand in for it, both lists in English; the line that is printed
 * says so.
 *
 * @param english the real set has 1,190 questions
 * @param chinese the same questions in the same order
 * @param origin what the questions are and where they are from, in words
 * @param isReal false where they were generated
 */
public record Xquad(List<Question> english, List<Question> chinese, String origin, boolean isReal) {
    private static final String NAME = "xquad";

    /**
     * A question with its answer.
     *
     * @param article the number of the article, from 0
     * @param context a paragraph of it
     * @param question what is asked
     * @param answer the answer, as it stands in the paragraph
     * @param start the place of its first {@code char} in the paragraph
     */
    public record Question(int article, String context, String question, String answer, int start) {
        public Question {
            Objects.requireNonNull(question, "question");
            if (!context.startsWith(answer, start) || answer.isEmpty()) {
                throw new IllegalArgumentException("the answer \"" + answer + "\" is not at character " + start);
            }
        }
    }

    /** SQuAD's format, as far as it is needed. */
    private record Document(List<Article> data) {}

    private record Article(List<Paragraph> paragraphs) {}

    private record Paragraph(String context, List<Entry> qas) {}

    private record Entry(String question, List<Answer> answers) {}

    private record Answer(String text, int answer_start) {}

    public Xquad {
        english = List.copyOf(english);
        chinese = List.copyOf(chinese);
    }

    /**
     * All questions. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static Xquad load() {
        return load(DatasetStore.standard());
    }

    static Xquad load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        boolean real = answer.found().isPresent();
        List<Question> english = real ? read(answer.found().get().file("xquad.en.json")) : generated();
        List<Question> chinese = real ? read(answer.found().get().file("xquad.zh.json")) : english;
        String size = String.format(Locale.ROOT, "%,d ", english.size());
        String origin =
                Origin.of(entry, answer, size + "questions in English and in Chinese", size + "generated questions");
        System.out.println(origin);
        return new Xquad(english, chinese, origin, real);
    }

    private static List<Question> generated() {
        List<Question> questions = new ArrayList<>();
        for (Facts.Fact fact : Facts.draw(120, 1)) {
            questions.add(new Question(
                    fact.article(),
                    fact.context(),
                    fact.question(),
                    fact.answer(),
                    fact.context().indexOf(fact.answer())));
        }
        return questions;
    }

    /**
     * Reads a file in the format of SQuAD 1.1.
     *
     * @throws DatasetException if it is not one, or an answer does not stand where it should; the message names the
     *     file
     */
    static List<Question> read(Path file) {
        Document document;
        try {
            document = new Gson().fromJson(TextReader.text(file, StandardCharsets.UTF_8), Document.class);
        } catch (JsonParseException e) {
            throw damaged(file, "is not well formed: " + shortened(e.getMessage()), e);
        }
        List<Question> questions = new ArrayList<>();
        try {
            for (int article = 0; article < document.data().size(); article++) {
                for (Paragraph paragraph : document.data().get(article).paragraphs()) {
                    for (Entry entry : paragraph.qas()) {
                        questions.add(question(file, article, paragraph.context(), entry));
                    }
                }
            }
        } catch (NullPointerException e) {
            throw damaged(file, "lacks a part of SQuAD's format", e);
        }
        if (questions.isEmpty()) {
            throw damaged(file, "has no question", null);
        }
        return questions;
    }

    private static Question question(Path file, int article, String context, Entry entry) {
        Answer answer = entry.answers().isEmpty() ? null : entry.answers().get(0);
        if (answer == null) {
            throw damaged(file, "has a question without an answer: " + shortened(entry.question()), null);
        }
        try {
            // Places are counted in code points.
            int start = context.offsetByCodePoints(0, answer.answer_start());
            return new Question(article, context, entry.question(), answer.text(), start);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(file, "has an answer in another place than it says: " + shortened(entry.question()), e);
        }
    }

    private static DatasetException damaged(Path file, String what, RuntimeException cause) {
        return new DatasetException(file + " " + what + "; remove it and fetch the data set again", cause);
    }

    private static String shortened(String text) {
        return text == null || text.length() <= 200 ? text : text.substring(0, 200) + " ...";
    }

    /** Where the questions are from. */
    @Override
    public String toString() {
        return origin;
    }
}
