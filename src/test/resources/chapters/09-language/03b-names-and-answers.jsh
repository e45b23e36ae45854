// test: every word that is in sight has a first piece, and only these are asked
for (Tagged t : trainPosts.subList(0, 20)) {
    MultiDataSet one = tagBatch(List.of(t), true);
    Check.close("asked", one.getLabelsMaskArray(0).sumNumber().doubleValue(), t.first().size(), 0);
    Check.close("labels", one.getLabels(0).sumNumber().doubleValue(), t.first().size(), 0);
    Check.that("in order", IntStream.range(1, t.first().size()).allMatch(w -> t.first().get(w) > t.first().get(w - 1)));
    for (int w = 0; w < t.first().size(); w++) {
        Check.that("begins a word", !vocabulary.token(t.input().tokens()[t.first().get(w)]).startsWith(WordPiece.INSIDE));
    }
}

// test: labels at other pieces do not count in the loss
ComputationGraph masked = tagger(false, SEED);
MultiDataSet posts = tagBatch(trainPosts.subList(0, 4), true);
double before = masked.score(posts);
INDArray other = posts.getLabels(0), asked = posts.getLabelsMaskArray(0);
for (int i = 0; i < 4; i++) {
    for (int t = 0; t < other.size(2); t++) {
        if (asked.getDouble(i, t) == 0) {
            other.putScalar(i, 1, t, 1);
        }
    }
}
Check.close("the same loss", masked.score(posts), before, 1e-6);

// test: capitals are in the second row, at first pieces only
Tagged shout = tagged(new Wnut17.Post(List.of("Paris", "is", "Big"), List.of("B-location", "O", "O")));
INDArray rows = tagBatch(List.of(shout), true).getFeatures(0);
Check.close("two of them", rows.slice(0).getRow(1).sumNumber().doubleValue(), 2, 0);
Check.close("at the first word", rows.getDouble(0, 1, shout.first().get(0)), 1, 0);
Check.close("none without", tagBatch(List.of(shout), false).getFeatures(0).slice(0).getRow(1).sumNumber().doubleValue(), 0, 0);

// test: exercises 1 and 2
List<List<Span>> gold = List.of(Span.of(List.of("O", "B-person", "I-person", "O", "B-location")));
Check.close("one of two", Span.f1(gold, List.of(Span.of(List.of("O", "B-person", "O", "O", "B-location")))), 0.5, 0);
Check.close("always O", Span.f1(gold, List.of(Span.of(List.of("O", "O", "O", "O", "O")))), 0, 0);

// test: the rule finds every name of its own post
Tagged withName = trainPosts.stream().filter(t -> !Span.of(t.post().tags()).isEmpty()).findFirst().get();
Span known = Span.of(withName.post().tags()).get(0);
Check.that("found", remembered(withName).stream().anyMatch(s -> s.from() == known.from() && s.to() == known.to()));

// test: the end does not come before the beginning, nor too late
Check.that("second best pair", Arrays.equals(best(new double[] {0.1, 0.2, 0.7}, new double[] {0.6, 0.3, 0.1}, 3), new int[] {2, 2}));
Check.that("not too long", Arrays.equals(best(new double[] {0.9, 0.06, 0.04}, new double[] {0.05, 0.05, 0.9}, 2), new int[] {1, 2}));

// test: exercise 3
Check.close("spans", IntStream.range(0, 40).map(i -> Math.min(40, i + 12) - i).sum(), 414, 0);

// test: exercise 4
Check.close("exact match", AnswerScore.exactMatch("Panthers", "the Panthers defence"), 0, 0);
Check.close("F1", AnswerScore.f1("Panthers", "the Panthers defence"), 0.667, 1e-3);

// test: exercise 6
Check.close("all", Math.sqrt(0.1 * 0.9 / 1190), 0.009, 5e-4);
Check.close("a third", Math.sqrt(0.1 * 0.9 / 397), 0.015, 5e-4);

// test: a sentence has its answer, and its pieces give the answer back
int right = 0, inSight = 0;
for (Asked a : questions) {
    Check.that("in the sentence", a.sentence().contains(a.question().answer()));
    if (a.begin() >= 0) {
        inSight++;
        String cut = a.sentence().substring(a.places().get(a.begin())[0], a.places().get(a.end())[1]);
        right += cut.contains(a.question().answer()) ? 1 : 0;
    }
}
Check.close("cut out", right, inSight, 0);

// test: labels stand at the answer's pieces
Asked one = questions.stream().filter(a -> a.begin() >= 0).findFirst().get();
MultiDataSet labelled = answerBatch(List.of(one));
int begin = labelled.getLabels(0).argMax(1).getInt(0), end = labelled.getLabels(1).argMax(1).getInt(0);
List<String> answer = vocabulary.tokens(Arrays.copyOfRange(one.input().tokens(), begin, end + 1));
Check.that("pieces of the answer", answer.equals(bert.pieces().tokens(one.sentence().substring(one.places().get(one.begin())[0], one.places().get(one.end())[1]))));
