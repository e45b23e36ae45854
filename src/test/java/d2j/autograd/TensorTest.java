package d2j.autograd;

import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.dropout;
import static d2j.autograd.Functions.embedding;
import static d2j.autograd.Functions.mse;
import static d2j.autograd.Functions.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.arrays.DenseArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a tensor promises beside its gradients: memory, messages, what is recorded and what is not. */
class TensorTest {

    private static INDArray floats(long... shape) {
        return Nd4j.rand(DataType.FLOAT, shape);
    }

    private static Tensor constant(long... shape) {
        return Tensor.of(floats(shape));
    }

    private static Tensor parameter(long... shape) {
        return Tensor.parameter(floats(shape));
    }

    private static String message(
            Class<? extends RuntimeException> type, org.junit.jupiter.api.function.Executable call) {
        return assertThrows(type, call).getMessage();
    }

    @Test
    void errorsNameTheOperationAndBothShapes() {
        String add =
                message(IllegalArgumentException.class, () -> constant(2, 3).add(constant(2, 4)));
        assertTrue(add.contains("add") && add.contains("[2, 3]") && add.contains("[2, 4]"), add);
        String product =
                message(IllegalArgumentException.class, () -> constant(2, 3).mmul(constant(2, 4)));
        assertTrue(product.contains("mmul") && product.contains("3 columns") && product.contains("2 rows"), product);
        String vector =
                message(IllegalArgumentException.class, () -> constant(2, 3).mmul(constant(3)));
        assertTrue(vector.contains("reshape a vector"), vector);
        String types = message(
                IllegalArgumentException.class, () -> constant(2).add(Tensor.of(Nd4j.zeros(DataType.DOUBLE, 2))));
        assertTrue(types.contains("FLOAT") && types.contains("DOUBLE"), types);
        String reshape =
                message(IllegalArgumentException.class, () -> constant(2, 3).reshape(4, 2));
        assertTrue(reshape.contains("6 elements") && reshape.contains("[4, 2]"), reshape);
        String concat =
                message(IllegalArgumentException.class, () -> Functions.concat(0, constant(2, 3), constant(2, 4)));
        assertTrue(concat.contains("[2, 3]") && concat.contains("[2, 4]"), concat);
        assertTrue(message(IllegalArgumentException.class, () -> constant(2, 3).sum(2))
                .contains("dimension 2"));
        assertTrue(message(IllegalArgumentException.class, () -> constant(2, 3).getRow(5))
                .contains("element 5"));
        assertTrue(message(IllegalArgumentException.class, () -> Tensor.of(Nd4j.createFromArray(1, 2)))
                .contains("castTo"));
        String loss = message(IllegalArgumentException.class, () -> mse(constant(4, 1), constant(4)));
        assertTrue(loss.contains("broadcasting"), loss);
        String word =
                message(IllegalArgumentException.class, () -> embedding(constant(3, 2), Nd4j.createFromArray(0, 3)));
        assertTrue(word.contains("number 1") && word.contains("0 to 2"), word);
        String target = message(
                IllegalArgumentException.class, () -> crossEntropy(constant(2, 3), Nd4j.createFromArray(0, 1, 2)));
        assertTrue(target.contains("[2, 3]") && target.contains("[3]"), target);
    }

    @Test
    void backwardSaysWhatIsMissing() {
        Tensor w = parameter(2, 3);
        assertTrue(
                message(IllegalStateException.class, () -> w.mul(2).backward()).contains("[2, 3]"));
        assertTrue(
                message(IllegalStateException.class, () -> constant(2, 3).sum().backward())
                        .contains("no parameter"));
        Tensor loss = w.square().sum();
        loss.backward();
        assertTrue(message(IllegalStateException.class, loss::backward).contains("second time"));
        assertTrue(message(IllegalStateException.class, constant(2)::retainGrad).contains("no parameter"));
    }

    @Test
    void theGraphCanBeKept() {
        Tensor w = Tensor.parameter(Nd4j.createFromArray(3.0f));
        Tensor loss = w.square().sum();
        loss.backward(true);
        loss.backward();
        assertEquals(12, w.grad().getDouble(0), 1e-6);
    }

    @Test
    void gradientsAddUpUntilTheyAreForgotten() {
        Tensor w = Tensor.parameter(Nd4j.createFromArray(3.0f, -1.0f));
        assertNull(w.grad());
        w.square().sum().backward();
        w.square().sum().backward();
        assertEquals(Nd4j.createFromArray(12.0f, -4.0f), w.grad());
        w.zeroGrad();
        assertNull(w.grad());
    }

    @Test
    void aGradientBelongsToItsParameterAlone() {
        Tensor a = parameter(2);
        Tensor b = parameter(2);
        a.add(b).sum().backward();
        a.grad().muli(5);
        assertEquals(Nd4j.ones(DataType.FLOAT, 2), b.grad());
    }

    @Test
    void changesInPlaceAreNoticed() {
        Tensor w = parameter(2, 3);
        Tensor x = constant(4, 2);
        Tensor loss = x.mmul(w).sum();
        x.data().putScalar(3, 17);
        String message = message(IllegalStateException.class, loss::backward);
        assertTrue(message.contains("[4, 2]") && message.contains("mmul") && message.contains("in place"), message);

        // An intermediate result that was taken out after it had been used.
        Tensor hidden = w.mul(2);
        Tensor square = hidden.square().sum();
        hidden.data().addi(1);
        assertTrue(message(IllegalStateException.class, square::backward).contains("square"));

        // What no gradient needs may change.
        Tensor sum = w.add(x.sum()).sum();
        x.data().addi(1);
        sum.backward();
        assertEquals(Nd4j.ones(DataType.FLOAT, 2, 3), w.grad());
    }

    @Test
    void nothingIsRecordedWithoutNeed() {
        Tensor w = parameter(2);
        assertFalse(Tensor.noGrad(() -> w.mul(2)).requiresGrad());
        assertFalse(w.mul(2).detach().requiresGrad());
        assertFalse(w.gt(0).requiresGrad());
        assertFalse(constant(2).mul(2).requiresGrad());
        assertTrue(w.mul(2).requiresGrad());
        assertThrows(
                IllegalStateException.class,
                () -> Tensor.noGrad(() -> {
                    throw new IllegalStateException();
                }));
        assertTrue(w.mul(2).requiresGrad(), "recording goes on after an exception");
    }

    @Test
    void intermediateResultsKeepTheirGradientWhenAsked() {
        Tensor w = Tensor.parameter(Nd4j.createFromArray(2.0f));
        Tensor hidden = w.mul(3).retainGrad();
        Tensor other = w.mul(5);
        hidden.square().add(other).sum().backward();
        assertEquals(12, hidden.grad().getDouble(0), 1e-6);
        assertNull(other.grad());
    }

    @Test
    void valuesStayReadableForOneStepAndWhatWasTakenOutForGood() {
        Tensor w = parameter(40, 50);
        Tensor hidden = w.mul(2);
        Tensor taken = w.mul(3);
        INDArray values = taken.data();
        Tensor cut = w.mul(4).detach();
        Tensor loss = hidden.mul(taken).add(cut).sum();
        loss.backward();
        assertEquals(2 * w.data().getDouble(7), hidden.value().get(7), 1e-6);
        w.square().sum().backward();
        w.square().sum().backward();
        assertTrue(message(IllegalStateException.class, hidden::data).contains("freed"));
        assertEquals(3 * w.data().getDouble(7), values.getDouble(7), 1e-6);
        assertEquals(4 * w.data().getDouble(7), cut.data().getDouble(7), 1e-6);
        assertTrue(Double.isFinite(loss.item()));
    }

    @Test
    void memoryStaysFlatOverManySteps() {
        Tensor first = parameter(100, 200);
        Tensor second = parameter(200, 10);
        Tensor x = constant(64, 100);
        INDArray y = Nd4j.zeros(DataType.INT, 64);
        long most = 0;
        for (int step = 0; step < 300; step++) {
            Tensor loss = crossEntropy(dropout(relu(x.mmul(first)), 0.1, true).mmul(second), y);
            loss.backward();
            first.zeroGrad();
            second.zeroGrad();
            if (step == 10) {
                most = DenseArray.bytesInUse();
            }
        }
        long now = DenseArray.bytesInUse();
        assertTrue(now <= most + (8 << 20), now + " bytes after 300 steps, " + most + " after 10");
    }

    /** What oneDNN leaves channels-last looks like any other tensor to whoever reads it. */
    @Test
    void imagesHaveTheirElementsInRowOrderForReaders() {
        Tensor x = constant(2, 3, 5, 4);
        Tensor kernels = Tensor.parameter(Nd4j.zeros(DataType.FLOAT, 3, 3, 1, 1));
        for (int i = 0; i < 3; i++) {
            kernels.data().putScalar(new int[] {i, i, 0, 0}, 1);
        }
        Tensor same = Functions.conv2d(x, kernels, null);
        Tensor twice = same.mul(2);
        assertEquals(x.data(), same.data());
        assertEquals(x.data().mul(2), twice.data());
        assertEquals(x.data().get(NDArrayIndex.point(1)), same.slice(1).data());
        Tensor kept = Functions.conv2d(x, kernels, null);
        same.square().sum().backward();
        assertEquals(x.data(), kept.detach().data());
        assertEquals(x.data().reshape(2, 60), kept.reshape(2, 60).data());
        twice.data().putScalar(0, 17);
        assertEquals(17, twice.reshape(-1).data().getDouble(0));
    }

    /** A masked row does not count, whatever it holds; where all are masked, nothing is left. */
    @Test
    void maskedRowsDoNotCount() {
        Tensor scores = Tensor.parameter(Nd4j.createFromArray(new float[][] {{1, 2}, {Float.NaN, 3}}));
        INDArray classes = Nd4j.createFromArray(1, 0);
        Tensor loss = crossEntropy(scores, classes, Nd4j.createFromArray(1f, 0f), 0);
        assertEquals(Math.log(1 + Math.exp(-1)), loss.item(), 1e-6);
        loss.backward();
        assertEquals(0, scores.grad().getDouble(1, 0));
        assertEquals(1 / (1 + Math.E), scores.grad().getDouble(0, 0), 1e-6);
        assertEquals(
                0,
                crossEntropy(scores, classes, Nd4j.zeros(DataType.FLOAT, 2), 0).item());
        Tensor hidden = Tensor.parameter(Nd4j.createFromArray(new float[][] {{1, Float.NEGATIVE_INFINITY}}));
        assertEquals(0, crossEntropy(hidden, Nd4j.createFromArray(0)).item(), 1e-6);
    }

    @Test
    void aParameterSharesTheCallersArray() {
        INDArray array = floats(2, 2);
        Tensor w = Tensor.parameter(array);
        array.putScalar(0, 0, 42);
        assertEquals(42, w.data().getDouble(0, 0));
        INDArray view = floats(3, 3).transpose();
        assertEquals(view, Tensor.of(view).data());
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        Tensor w = Tensor.parameter(Nd4j.createFromArray(1.0f));
        Tensor sum = w;
        for (int i = 0; i < 20_000; i++) {
            sum = sum.add(w);
        }
        sum.sum().backward();
        assertEquals(20_001, w.grad().getDouble(0), 1e-6);
    }

    @Test
    void notANumberShows() {
        Tensor w = Tensor.parameter(Nd4j.createFromArray(Float.NaN, 1.0f));
        assertTrue(Double.isNaN(relu(w).sum().item()));
        assertTrue(Double.isNaN(w.max().item()));
        assertTrue(Double.isNaN(Functions.softmax(w).value().get(1)));
        Tensor images = Tensor.parameter(Nd4j.ones(DataType.FLOAT, 2, 3, 8, 8));
        images.data().putScalar(5, Float.NaN);
        Tensor kernels = parameter(4, 3, 3, 3);
        assertTrue(Double.isNaN(Functions.conv2d(images, kernels, null).sum().item()));
        assertTrue(Double.isNaN(Functions.maxPool2d(images, 2).sum().item()));
        assertTrue(Double.isNaN(Functions.avgPool2d(images, 2).sum().item()));
        assertTrue(
                Double.isNaN(relu(Functions.conv2d(images, kernels, null)).sum().item()));
        Tensor rows = images.reshape(2, 192);
        assertTrue(Double.isNaN(crossEntropy(rows, Nd4j.zeros(DataType.INT, 2)).item()));
        assertTrue(Double.isNaN(Functions.softmax(rows).value().get(7)));
        assertTrue(Double.isNaN(Functions.logSoftmax(rows).value().get(7)));
        Tensor one = Tensor.of(Nd4j.ones(DataType.FLOAT, 192));
        assertTrue(
                Double.isNaN(Functions.layerNorm(rows, one, one, 1e-5).value().get(7)));
        assertTrue(Double.isNaN(
                w.maximum(Tensor.of(Nd4j.ones(DataType.FLOAT, 2))).value().get(0)));
    }

    /** The tensor is gone, its array is not: the memory must not be used again, by views of the array neither. */
    @Test
    void anArrayOutlivesItsTensor() throws InterruptedException {
        INDArray kept = Tensor.noGrad(() -> constant(400, 10).mul(0).add(3)).data();
        INDArray row = constant(400, 10).mul(0).add(5).data().getRow(7);
        INDArray reshaped = constant(400, 10).mul(0).add(7).data().reshape(4000);
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
            java.util.List<Tensor> others = new java.util.ArrayList<>();
            for (int k = 0; k < 40; k++) {
                others.add(constant(400, 10).mul(0).sub(1));
            }
            assertEquals(12_000, kept.sumNumber().doubleValue());
            assertEquals(50, row.sumNumber().doubleValue());
            assertEquals(28_000, reshaped.sumNumber().doubleValue());
        }
    }

    @Test
    void rectifiersHaveAtZeroTheSlopeOfTheirLeftSide() {
        for (UnaryOperator<Tensor> f :
                List.<UnaryOperator<Tensor>>of(x -> Functions.leakyRelu(x, 0.25), x -> Functions.elu(x, 0.25))) {
            Tensor zero = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 1));
            f.apply(zero).sum().backward();
            assertEquals(0.25, zero.grad().getDouble(0), 0);
        }
    }
}
