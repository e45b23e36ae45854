package d2j.nn.transformer;

import d2j.nn.functions.Elements;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout of a sublayer's output, as a part of a layer; nothing where the probability is zero. */
final class DropoutPart {

    private final double probability;
    private final String name;
    private final Elements elements;
    private INDArray mask;

    DropoutPart(SequenceRunner<?> layer, double probability, String name) {
        this.probability = probability;
        this.name = name;
        elements = new Elements(layer.isAccelerated());
    }

    void forward(INDArray y, boolean training, Scratch memory) {
        if (training && probability > 0) {
            mask = memory.get(name, y.dataType(), y.shape());
            elements.drawDropoutMask(mask, probability);
            elements.multiply(y, mask, y);
        }
    }

    /** The gradient before dropout; {@code dy} itself where there is none. */
    INDArray backward(INDArray dy) {
        if (probability == 0) {
            return dy;
        }
        INDArray result = Scratch.shared().get("dropout", dy.dataType(), dy.shape());
        elements.multiply(dy, mask, result);
        return result;
    }
}
