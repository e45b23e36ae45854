package d2j.nn.transformer;

import d2j.nn.functions.Elements;
import d2j.nn.functions.Linear;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The position-wise feed-forward network: two linear maps with a ReLU or GELU between, as a part of a layer. */
final class FeedForwardPart {

    private final SequenceRunner<?> layer;
    private final long hidden;
    private final boolean gelu;
    private final Linear first;
    private final Linear second;
    private final Elements elements;
    private INDArray savedSum;
    private INDArray savedHidden;

    FeedForwardPart(SequenceRunner<?> layer, long features, long hidden, boolean gelu) {
        this.layer = layer;
        this.hidden = hidden;
        this.gelu = gelu;
        first = new Linear(features, hidden, !gelu, layer.isAccelerated());
        second = new Linear(hidden, features, false, layer.isAccelerated());
        elements = new Elements(layer.isAccelerated());
    }

    void forward(INDArray x, boolean training, Scratch memory, INDArray y) {
        INDArray activation = memory.get("hidden", x.dataType(), x.size(0), hidden);
        INDArray sum = gelu ? memory.get("hidden sum", x.dataType(), x.size(0), hidden) : activation;
        first.forward(x, layer.parameter("W1", training), layer.parameter("b1", training), sum);
        if (gelu) {
            elements.gelu(sum, activation);
        }
        second.forward(activation, layer.parameter("W2", training), layer.parameter("b2", training), y);
        if (training) {
            savedSum = sum;
            savedHidden = activation;
        }
    }

    /** Adds the gradient to {@code dx}, which may be {@code dy}, or overwrites it; nothing if that is null. */
    void backward(INDArray x, INDArray dy, INDArray dx, boolean accumulate) {
        INDArray dHidden = Scratch.shared().get("hidden", x.dataType(), savedHidden.shape());
        second.backwardWeights(savedHidden, dy, layer.gradientOf("W2"), layer.gradientOf("b2"));
        second.backwardInput(dy, layer.parameter("W2", true), dHidden, false);
        if (gelu) {
            elements.geluBackward(savedSum, dHidden);
        } else {
            elements.reluBackward(savedHidden, dHidden);
        }
        first.backwardWeights(x, dHidden, layer.gradientOf("W1"), layer.gradientOf("b1"));
        if (dx != null) {
            first.backwardInput(dHidden, layer.parameter("W1", true), dx, accumulate);
        }
    }
}
