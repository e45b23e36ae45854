package d2j.train;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Trains a model that is written with tensors. */
final class TensorTraining implements Resumable {

    private final TensorModel model;
    private final Optimiser optimiser;

    TensorTraining(TensorModel model, Optimiser optimiser) {
        this.model = model;
        this.optimiser = optimiser;
    }

    TensorTraining(
            BiFunction<Tensor, Boolean, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> loss, Optimiser optimiser) {
        this(new Simple(forward, loss), optimiser);
    }

    /** One input, one output, no mask. */
    private record Simple(BiFunction<Tensor, Boolean, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> ofPair)
            implements TensorModel {

        @Override
        public List<Tensor> outputs(List<Tensor> inputs, boolean training) {
            requireOne("inputs", inputs.size());
            return List.of(forward.apply(inputs.get(0), training));
        }

        @Override
        public Tensor loss(List<Tensor> outputs, List<Tensor> labels, INDArray[] masks) {
            requireOne("labels", labels.size());
            if (masks[0] != null) {
                throw new IllegalArgumentException(
                        "this batch has a label mask; implement TensorModel, whose loss gets it");
            }
            return ofPair.apply(outputs.get(0), labels.get(0));
        }

        private static void requireOne(String what, int count) {
            if (count != 1) {
                throw new IllegalArgumentException(
                        "this batch has " + count + " " + what + "; implement TensorModel, which may have several");
            }
        }
    }

    @Override
    public Step step(INDArray x, INDArray y) {
        return step(new org.nd4j.linalg.dataset.MultiDataSet(x, y));
    }

    @Override
    public INDArray predict(INDArray x) {
        return predict(new org.nd4j.linalg.dataset.MultiDataSet(x, null))[0];
    }

    @Override
    public Step step(MultiDataSet batch) {
        List<Tensor> outputs = model.outputs(tensors(batch.getFeatures()), true);
        Tensor loss = model.loss(outputs, tensors(batch.getLabels()), masks(batch));
        List<INDArray> kept = outputs.stream().map(Tensor::data).toList();
        double number = loss.item();
        loss.backward();
        optimiser.step();
        return new Step(number, weight(batch), kept);
    }

    @Override
    public INDArray[] predict(MultiDataSet batch) {
        return Tensor.noGrad(() -> model.outputs(tensors(batch.getFeatures()), false).stream()
                .map(Tensor::data)
                .toArray(INDArray[]::new));
    }

    @Override
    public double testLoss(MultiDataSet batch) {
        return Tensor.noGrad(() -> model.loss(
                        model.outputs(tensors(batch.getFeatures()), false), tensors(batch.getLabels()), masks(batch))
                .item());
    }

    /** The mean of a masked loss is over what the mask leaves. */
    private static double weight(MultiDataSet batch) {
        INDArray mask = Measurements.mask(batch, 0);
        return mask == null ? batch.getLabels(0).size(0) : mask.sumNumber().doubleValue();
    }

    private static INDArray[] masks(MultiDataSet batch) {
        return IntStream.range(0, batch.numLabelsArrays())
                .mapToObj(i -> Measurements.mask(batch, i))
                .toArray(INDArray[]::new);
    }

    @Override
    public void setLearningRate(double rate) {
        optimiser.setLearningRate(rate);
    }

    @Override
    public void nextEpoch() {
        optimiser.nextEpoch();
    }

    @Override
    public List<INDArray> state() {
        return optimiser.state();
    }

    @Override
    public int[] counters() {
        return new int[] {optimiser.iteration(), optimiser.epoch()};
    }

    @Override
    public void setCounters(int iteration, int epoch) {
        optimiser.resume(iteration, epoch);
    }

    /** Class and token numbers become floats, which tensors hold. */
    private static List<Tensor> tensors(INDArray[] arrays) {
        return Arrays.stream(arrays)
                .map(array -> {
                    boolean fits = array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
                    return Tensor.of(fits ? array : array.castTo(DataType.FLOAT));
                })
                .toList();
    }
}
