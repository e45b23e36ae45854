// Worked numbers and the answers to the exercises, asserted against what the chapter defines.

INDArray gradientOf(UnaryOperator<Tensor> loss, INDArray at) {
    Tensor x = Tensor.parameter(at.dup());
    loss.apply(x).backward();
    return x.grad();
}
void agrees(String what, UnaryOperator<Tensor> loss, INDArray at) {
    Check.atMost(what, d2j.train.NumericalGradient.maximumRelativeError(gradientOf(loss, at),
            d2j.train.NumericalGradient.of(v -> loss.apply(Tensor.of(v)).item(), at)), 1e-5);
}
Tensor za = Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 3)), zp = Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 3)), zn = Tensor.of(Nd4j.randn(DataType.DOUBLE, 6, 3));
Tensor sameOrNot = Tensor.of(Nd4j.createFromArray(1.0, 0, 1, 0, 1, 0));

// test: gradients of the four losses against central differences
INDArray zeroCentres = Nd4j.randn(DataType.DOUBLE, 3, 3), oneHot6 = Nd4j.eye(3).castTo(DataType.DOUBLE).repeat(0, 2);
agrees("contrastive", z -> contrastive(z, zp, sameOrNot, 2), za.data());
agrees("triplet, anchors", z -> triplet(z, zp, zn, 1), za.data());
agrees("triplet, positives", z -> triplet(za, z, zn, 1), zp.data());
agrees("triplet, negatives", z -> triplet(za, zp, z, 1), zn.data());
agrees("N-pair, anchors", z -> nPair(z.reshape(1, 6, 3), zp.reshape(1, 6, 3)), za.data());
agrees("N-pair, positives", z -> nPair(za.reshape(1, 6, 3), z.reshape(1, 6, 3)), zp.data());
agrees("centre", z -> centreLoss(z, zeroCentres, oneHot6), za.data());
Check.close("centre loss: z − c", gradientOf(z -> centreLoss(z, zeroCentres, oneHot6), za.data()), za.data().sub(oneHot6.mmul(zeroCentres)), 1e-12);

// test: contrastive loss: pairs of one class by distance, others up to the margin
Tensor origin = Tensor.of(Nd4j.zeros(DataType.DOUBLE, 1, 2)), three = Tensor.of(Nd4j.create(new double[][] {{3, 0}})), one = Tensor.of(Nd4j.create(new double[][] {{1, 0}}));
Tensor yes = Tensor.of(Nd4j.createFromArray(new double[] {1})), no = Tensor.of(Nd4j.createFromArray(new double[] {0}));
Check.close("same class", contrastive(origin, three, yes, 2).item(), 4.5, 1e-9);
Check.close("far enough", contrastive(origin, three, no, 2).item(), 0, 1e-9);
Check.close("too near", contrastive(origin, one, no, 2).item(), 0.5, 1e-6);

// test: N-pair loss by its definition
double direct = 0;
INDArray S = za.data().mmul(zp.data().transpose());
for (int i = 0; i < 6; i++) {
    double sum = 1;
    for (int j = 0; j < 6; j++) {
        sum += j == i ? 0 : Math.exp(S.getDouble(i, j) - S.getDouble(i, i));
    }
    direct += Math.log(sum) / 6;
}
Check.close("and by softmax with cross-entropy", nPair(za.reshape(1, 6, 3), zp.reshape(1, 6, 3)).item(), direct, 1e-12);
Check.close("two equal groups", nPair(concat(0, za.reshape(1, 6, 3), za.reshape(1, 6, 3)), concat(0, zp.reshape(1, 6, 3), zp.reshape(1, 6, 3))).item(), direct, 1e-12);

// test: centre loss and its update on three points
INDArray threePoints = Nd4j.create(new double[][] {{1, 0}, {3, 0}, {0, 2}}), Y3 = Nd4j.create(new double[][] {{1, 0}, {1, 0}, {0, 1}});
INDArray c0 = Nd4j.create(new double[][] {{1, 1}, {0, 0}});
Check.close("½(0 + 1 + 4 + 1 + 4)", centreLoss(Tensor.of(threePoints), c0, Y3).item(), 5, 1e-12);
Check.close("class 0: (1, 1) − ((1−1) + (1−3), 1 + 1)/3, class 1: (0, 0) − (0, −2)/2", c0.sub(centreStep(c0, threePoints, Y3)),
        Nd4j.create(new double[][] {{1 + 2 / 3.0, 1 - 2 / 3.0}, {0, 1}}), 1e-12);

// test: partners are of the class that was asked for
for (int draw = 0; draw < 20; draw++) {
    int[] alike = partners(true), unlike = partners(false);
    for (int i = 0; i < 200; i++) {
        Check.that("class", alike[i] % classes == i % classes && unlike[i] % classes != i % classes && unlike[i] < 200 && alike[i] < 200);
    }
}

// test: exercise 1, triplets that keep the margin give neither loss nor gradient
Check.close("loss", triplet(origin, one, three, 1).item(), 0, 0);
Check.close("gradient", gradientOf(z -> triplet(z, one, three, 1), origin.data()).amaxNumber().doubleValue(), 0, 0);
Check.close("near and far exchanged: 9 − 1 + 1", triplet(origin, three, one, 1).item(), 9, 1e-12);

// test: exercise 2, equal embeddings of two classes
Check.close("no gradient", gradientOf(z -> contrastive(z, one, no, 2), one.data()).amaxNumber().doubleValue(), 0, 0);
Tensor equal = Tensor.parameter(one.data().dup());
relu(squaredDistance(equal, one).sqrt().rsub(2)).square().mean().backward();
Check.that("not a number without the tiny one", Double.isNaN(equal.grad().getDouble(0)));

// test: exercise 3, a centre and an absent class
INDArray pair = Nd4j.create(new double[][] {{1, 0}, {3, 0}}), both0 = Nd4j.create(new double[][] {{1, 0}, {1, 0}}), origins = Nd4j.zeros(DataType.DOUBLE, 2, 2);
Check.close("5", centreLoss(Tensor.of(pair), origins, both0).item(), 5, 1e-12);
Check.close("(4/3, 0), and the absent class stays", origins.sub(centreStep(origins, pair, both0)), Nd4j.create(new double[][] {{4 / 3.0, 0}, {0, 0}}), 1e-12);

// test: exercise 4, all embeddings equal
Check.close("ln N", nPair(Tensor.of(Nd4j.ones(DataType.DOUBLE, 1, 5, 3)), Tensor.of(Nd4j.ones(DataType.DOUBLE, 1, 5, 3))).item(), Math.log(5), 1e-12);
