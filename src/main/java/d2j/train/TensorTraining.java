package d2j.train;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a model that is written with tensors. */
final class TensorTraining implements Trainable {

    private final BiFunction<Tensor, Boolean, Tensor> forward;
    private final BiFunction<Tensor, Tensor, Tensor> loss;
    private final Optimiser optimiser;

    TensorTraining(
            BiFunction<Tensor, Boolean, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> loss, Optimiser optimiser) {
        this.forward = forward;
        this.loss = loss;
        this.optimiser = optimiser;
    }

    @Override
    public Step step(INDArray x, INDArray y) {
        Tensor outputs = forward.apply(tensor(x), true);
        Tensor value = loss.apply(outputs, tensor(y));
        INDArray kept = outputs.data();
        double number = value.item();
        value.backward();
        optimiser.step();
        return new Step(number, kept);
    }

    @Override
    public INDArray predict(INDArray x) {
        return Tensor.noGrad(() -> forward.apply(tensor(x), false).data());
    }

    @Override
    public double testLoss(INDArray x, INDArray y) {
        return Tensor.noGrad(
                () -> loss.apply(forward.apply(tensor(x), false), tensor(y)).item());
    }

    @Override
    public void setLearningRate(double rate) {
        optimiser.setLearningRate(rate);
    }

    @Override
    public void nextEpoch() {
        optimiser.nextEpoch();
    }

    /** Class and token numbers become floats, which tensors hold. */
    private static Tensor tensor(INDArray array) {
        boolean fits = array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
        return Tensor.of(fits ? array : array.castTo(DataType.FLOAT));
    }
}
