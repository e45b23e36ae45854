// The worked numbers and the answers to the exercises, asserted against what the chapter defines.

// test: the unit with numbers: L = 3.125, and 5, 2.5 and -3.75 for w, b and v
Check.close("L", unitLoss.item(), 3.125, 1e-12);
Check.close("dL/dw", w.grad().getDouble(0), 5, 1e-12);
Check.close("dL/db", b.grad().getDouble(0), 2.5, 1e-12);
Check.close("dL/dv", v.grad().getDouble(0), -3.75, 1e-12);

// test: exercise 1, with w = -0.5 nothing learns
Tensor w1 = Tensor.parameter(Nd4j.scalar(-0.5)), b1 = Tensor.parameter(Nd4j.scalar(0.5)), v1 = Tensor.parameter(Nd4j.scalar(-1.0));
relu(w1.mul(2).add(b1)).mul(v1).sub(1).square().mul(0.5).backward();
for (Tensor t : List.of(w1, b1, v1)) {
    Check.close("gradient", t.grad().getDouble(0), 0, 0);
}

// test: exercise 2, the sigmoid's gradients against finite differences
double sigmoidLoss(INDArray[] Q) {
    INDArray H = Transforms.sigmoid(X.mmul(Q[0]).addRowVector(Q[1]));
    return SoftmaxCrossEntropy.loss(H.mmul(Q[2]).addRowVector(Q[3]), Y);
}
INDArray HS = Transforms.sigmoid(X.mmul(P[0]).addRowVector(P[1]));
INDArray GS = SoftmaxCrossEntropy.softmax(HS.mmul(P[2]).addRowVector(P[3])).subi(Y).divi(7);
INDArray DS = GS.mmul(P[2].transpose()).muli(HS.mul(HS.rsub(1)));
INDArray[] sigmoidGradients = {X.transpose().mmul(DS), DS.sum(true, 0), HS.transpose().mmul(GS), GS.sum(true, 0)};
for (int k = 0; k < 4; k++) {
    int which = k;
    INDArray numerical = NumericalGradient.of(moved -> {
        INDArray[] Q = P.clone();
        Q[which] = moved;
        return sigmoidLoss(Q);
    }, P[k]);
    Check.atMost("relative error", NumericalGradient.maximumRelativeError(sigmoidGradients[k], numerical), 1e-5);
}

// test: exercise 3, of a network of zeros only the output bias moves, now and later
INDArray[] zeros = Arrays.stream(big).map(p -> Nd4j.zeros(DataType.FLOAT, p.shape())).toArray(INDArray[]::new);
INDArray unequal = labels(DataType.FLOAT, 256, 10);
for (int step = 0; step < 3; step++) {
    INDArray[] fz = forward(zeros, images);
    INDArray[] gz = backward(zeros, images, fz[0], fz[1], unequal);
    for (int k = 0; k < 4; k++) {
        double largest = gz[k].amaxNumber().doubleValue();
        Check.that("gradient " + k, k == 3 ? largest > 0 : largest == 0);
        zeros[k].subi(gz[k].mul(0.1));
    }
}

// test: hidden units that start equal stay equal
INDArray[] twins = {Nd4j.ones(DataType.FLOAT, 784, 4).muli(0.01), Nd4j.zeros(DataType.FLOAT, 1, 4),
        Nd4j.ones(DataType.FLOAT, 4, 10).muli(0.01), Nd4j.zeros(DataType.FLOAT, 1, 10)};
for (int step = 0; step < 3; step++) {
    INDArray[] ft = forward(twins, images);
    INDArray[] gt = backward(twins, images, ft[0], ft[1], classes);
    for (int k = 0; k < 4; k++) {
        twins[k].subi(gt[k].muli(0.1));
    }
}
Check.close("first and last unit", twins[0].getColumn(0), twins[0].getColumn(3), 0);

// test: exercise 4, half the mean squared error sends back (O - Y) / n
INDArray scoresE = forward(P, X)[1];
INDArray numericalG = NumericalGradient.of(O -> Transforms.pow(O.sub(Y), 2).sumNumber().doubleValue() / 14, scoresE);
Check.close("G", scoresE.sub(Y).div(7), numericalG, 1e-6);

// test: exercises 5 and 6, products and stored numbers
Check.that("forwards", 256L * (784 * 256 + 256 * 10) == 52_035_584L);
Check.that("backwards", 256L * (784 * 256 + 2 * 256 * 10) == 52_690_944L);
Check.that("stored", 256 * (784 + 256 + 10) == 268_800 && net.numParams() == 203_530);
