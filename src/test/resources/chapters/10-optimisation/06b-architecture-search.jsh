// test: the size of the space
Check.close("up to three blocks", inAll, 2 * (48 + 2304 + 110_592), 0);
Check.close("exercise 1, up to four", 2 * (48 + Math.pow(48, 2) + Math.pow(48, 3) + Math.pow(48, 4)), 10_842_720, 0);

// test: exercise 3
Check.close("rank correlation", rankCorrelation(new double[] {0.8, 0.85, 0.9}, new double[] {0.5, 0.7, 0.6}), 0.5, 1e-12);

// test: ranks of equal values are their mean
Check.that("ties", Arrays.equals(ranks(new double[] {3, 1, 3, 2}), new double[] {3.5, 1, 3.5, 2}));

// test: architectures become networks with as many blocks, and equal seeds draw equal ones
for (int i = 0; i < 20; i++) {
    Architecture drawn = draw(new Random(i));
    MultiLayerConfiguration built = configuration(drawn, SEED);
    Check.that(drawn + " again", drawn.equals(draw(new Random(i))));
    Check.that("convolutions", IntStream.range(0, built.getConfs().size()).filter(l -> built.getConf(l).getLayer() instanceof ConvolutionLayer
            && !(built.getConf(l).getLayer() instanceof SubsamplingLayer)).count() == drawn.blocks().size());
}

// test: a front has nothing that another beats in both
for (Candidate a : front) {
    Check.that("not beaten", candidates.stream().noneMatch(b -> b.multiplyAdds() < a.multiplyAdds() && b.accuracy() > a.accuracy()));
}
