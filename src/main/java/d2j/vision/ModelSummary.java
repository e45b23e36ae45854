package d2j.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * What each layer of a network gives and costs: the shape of its output, its parameters and its multiply-adds for one
 * example. All of it follows from the configuration and the shape of the input; no weight is allocated, so that the
 * largest networks of the literature can be counted on any machine.
 *
 * <pre>{@code
 * ModelSummary summary = ModelSummary.of(configuration, InputType.convolutional(224, 224, 3));
 * System.out.println(summary);                                  // a line for each layer
 * summary.parameters();                                         // of all layers together
 * summary.grouped(layer -> layer.name().split("-")[0]);         // a line for each block
 * }</pre>
 *
 * <p>Parameters are those that are trained. The running mean and variance of a batch normalisation are not, and are
 * counted apart as {@link #statistics()}; DL4J's {@code numParams()} is the sum of both.
 *
 * <p>Multiply-adds are the usual count: each weight, biases aside, times the places at which it is used. A dense layer
 * uses a weight once, or once in each time step; a convolution once for each pixel of its output, a transposed one for
 * each pixel of its input. Layers without weights, batch normalisation, embeddings and the products of activations with
 * one another (attention scores) count nothing. Where the length of a sequence is not known, it is taken as 1.
 */
public final class ModelSummary {

    private final List<Layer> layers;
    private final boolean named;

    private ModelSummary(List<Layer> layers, boolean named) {
        this.layers = List.copyOf(layers);
        this.named = named;
    }

    /**
     * A layer, a vertex, or several together.
     *
     * @param name its name in the configuration; "layer0", "layer1" ... where it was given none
     * @param kind what it is, with the size of its window
     * @param output the shape of what it gives
     * @param parameters its trainable numbers
     * @param statistics its numbers that are kept but not trained
     * @param multiplyAdds its multiplications for one example, each with an addition
     */
    public record Layer(
            String name, String kind, InputType output, long parameters, long statistics, long multiplyAdds) {

        /** The shape of the output for one example, such as "6 × 28 × 28": channels first. */
        public String shape() {
            return Arrays.stream(dimensions())
                    .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
                    .collect(Collectors.joining(" × "));
        }

        /** The shape of the output for one example as numbers, channels first; -1 for an unknown length. */
        public long[] dimensions() {
            if (output instanceof InputType.InputTypeConvolutional image) {
                return new long[] {image.getChannels(), image.getHeight(), image.getWidth()};
            }
            if (output instanceof InputType.InputTypeRecurrent sequence) {
                return new long[] {sequence.getSize(), sequence.getTimeSeriesLength()};
            }
            return output.getShape(false);
        }
    }

    /**
     * Of a network of layers one after the other.
     *
     * @param network built with this shape of input, or without any
     * @param input the shape of an example, such as {@code InputType.convolutional(28, 28, 1)}
     * @throws IllegalArgumentException if the network was built for another shape
     */
    public static ModelSummary of(MultiLayerConfiguration network, InputType input) {
        List<Layer> layers = new ArrayList<>();
        boolean named = false;
        InputType current = input;
        for (int i = 0; i < network.getConfs().size(); i++) {
            NeuralNetConfiguration settings = network.getConf(i).clone();
            InputPreProcessor before = network.getInputPreProcess(i);
            before = before != null ? before : settings.getLayer().getPreProcessorForInputType(current);
            String given = settings.getLayer().getLayerName();
            String name = given == null ? "layer" + i : given;
            named |= !name.equals("layer" + i);
            LayerCost cost = LayerCost.of(name, settings, before == null ? current : before.getOutputType(current));
            layers.add(cost.layer(name));
            current = cost.output();
        }
        return new ModelSummary(layers, named);
    }

    /**
     * Of a graph; vertices that join or split are listed with the layers.
     *
     * @param network built with these shapes of input
     * @param inputs the shapes of an example's inputs, in their order
     * @throws IllegalArgumentException if the network was built for other shapes, or has more or fewer inputs
     */
    public static ModelSummary of(ComputationGraphConfiguration network, InputType... inputs) {
        List<String> names = network.getNetworkInputs();
        if (names.size() != inputs.length) {
            throw new IllegalArgumentException(
                    "the network has the inputs " + names + ", but " + inputs.length + " shapes were given");
        }
        Map<String, InputType> outputs = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            outputs.put(names.get(i), inputs[i]);
        }
        List<Layer> layers = new ArrayList<>();
        for (String name : order(network)) {
            InputType[] arriving = network.getVertexInputs().get(name).stream()
                    .map(outputs::get)
                    .toArray(InputType[]::new);
            Layer layer = vertex(name, network.getVertices().get(name).clone(), arriving, layers.size());
            outputs.put(name, layer.output());
            layers.add(layer);
        }
        return new ModelSummary(layers, true);
    }

    private static Layer vertex(String name, GraphVertex vertex, InputType[] arriving, int index) {
        if (!(vertex instanceof LayerVertex holder)) {
            String kind = vertex.getClass().getSimpleName().replaceFirst("Vertex$", "");
            return new Layer(name, kind, vertex.getOutputType(index, arriving), vertex.numParams(true), 0, 0);
        }
        NeuralNetConfiguration settings = holder.getLayerConf().clone();
        InputPreProcessor given = holder.getPreProcessor();
        InputPreProcessor before = given != null ? given : settings.getLayer().getPreProcessorForInputType(arriving[0]);
        InputType input = before == null ? arriving[0] : before.getOutputType(arriving[0]);
        return LayerCost.of(name, settings, input).layer(name);
    }

    /** The vertices in an order in which each comes after its inputs, otherwise as they were added. */
    private static List<String> order(ComputationGraphConfiguration network) {
        List<String> order = new ArrayList<>();
        List<String> known = new ArrayList<>(network.getNetworkInputs());
        List<String> left = new ArrayList<>(network.getVertices().keySet());
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(name -> known.containsAll(network.getVertexInputs().get(name)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the inputs of " + left + " lead in a circle"));
            left.remove(next);
            known.add(next);
            order.add(next);
        }
        return order;
    }

    /** The layers in the order in which they compute. */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * A layer by its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Layer layer(String name) {
        return layers.stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no layer '" + name + "', only "
                        + layers.stream().map(Layer::name).toList()));
    }

    /** The trainable numbers of all layers. */
    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** The numbers that are kept but not trained: means and variances of batch normalisation. */
    public long statistics() {
        return layers.stream().mapToLong(Layer::statistics).sum();
    }

    /** The multiplications for one example, each with an addition. */
    public long multiplyAdds() {
        return layers.stream().mapToLong(Layer::multiplyAdds).sum();
    }

    /**
     * The same with a line for each group of layers, at the place of its first: their costs together, and the shape
     * after the last of them.
     *
     * @param group the group that a layer belongs to
     */
    public ModelSummary grouped(Function<Layer, String> group) {
        Map<String, Layer> together = new LinkedHashMap<>();
        for (Layer layer : layers) {
            String name = group.apply(layer);
            Layer sum = together.get(name);
            together.put(
                    name,
                    new Layer(
                            name,
                            sum == null ? layer.kind() : "",
                            layer.output(),
                            layer.parameters() + (sum == null ? 0 : sum.parameters()),
                            layer.statistics() + (sum == null ? 0 : sum.statistics()),
                            layer.multiplyAdds() + (sum == null ? 0 : sum.multiplyAdds())));
        }
        return new ModelSummary(List.copyOf(together.values()), true);
    }

    /** A table: a line for each layer, and one for all together. */
    @Override
    public String toString() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"name", "layer", "output", "parameters", "multiply-adds"});
        for (Layer layer : layers) {
            rows.add(new String[] {
                layer.name(), layer.kind(), layer.shape(), count(layer.parameters()), count(layer.multiplyAdds())
            });
        }
        rows.add(new String[] {
            named ? "together" : "", named ? "" : "together", "", count(parameters()), count(multiplyAdds())
        });
        // A column that says nothing is left out: numbers as names, kinds of groups.
        boolean kinds = layers.stream().anyMatch(layer -> !layer.kind().isEmpty());
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                if (column == 0 && !named || column == 1 && !kinds) {
                    continue;
                }
                int place = column;
                int width =
                        rows.stream().mapToInt(it -> it[place].length()).max().orElse(0);
                String format = column < 3 ? "%-" + (width + 2) + "s" : "%" + (width + 2) + "s";
                line.append(String.format(Locale.ROOT, format, row[column]));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString().stripTrailing();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
