package d2j.engine.layers;

import d2j.engine.onednn.Acceleration;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts oneDNN-backed layers in the place of DL4J's own ones. The replacements are subclasses with the same simple
 * names, parameters and results; they hand over to their superclass whatever they do not cover (double precision,
 * weight noise, other activations). Configurations and saved files are untouched.
 */
public final class AcceleratedNetworks {

    /** DL4J's layer and what replaces it; exact classes only, since a subclass may mean something else. */
    private static final Map<Class<?>, Class<? extends Layer>> REPLACEMENTS = Map.ofEntries(
            Map.entry(org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer.class, DenseLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.OutputLayer.class, OutputLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.LossLayer.class, LossLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.ActivationLayer.class, ActivationLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer.class, RnnOutputLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.convolution.ConvolutionLayer.class, ConvolutionLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.convolution.Convolution1DLayer.class, Convolution1DLayer.class),
            Map.entry(
                    org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer.class,
                    DepthwiseConvolution2DLayer.class),
            Map.entry(
                    org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer.class,
                    SeparableConvolution2DLayer.class),
            Map.entry(
                    org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer.class,
                    SubsamplingLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer.class, Deconvolution2DLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.convolution.CnnLossLayer.class, CnnLossLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer.class, GlobalPoolingLayer.class),
            Map.entry(org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D.class, Upsampling2D.class),
            Map.entry(org.deeplearning4j.nn.layers.feedforward.PReLU.class, PReLU.class),
            Map.entry(
                    org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization.class,
                    LocalResponseNormalization.class),
            Map.entry(org.deeplearning4j.nn.layers.normalization.BatchNormalization.class, BatchNormalization.class),
            Map.entry(org.deeplearning4j.nn.layers.recurrent.LSTM.class, LSTM.class),
            Map.entry(org.deeplearning4j.nn.layers.recurrent.SimpleRnn.class, SimpleRnn.class));

    private AcceleratedNetworks() {}

    /** DL4J's layers and vertices that are replaced. */
    static Set<Class<?>> replaced() {
        Set<Class<?>> all = new HashSet<>(REPLACEMENTS.keySet());
        all.add(org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex.class);
        all.add(org.deeplearning4j.nn.graph.vertex.impl.MergeVertex.class);
        return all;
    }

    /** Called by DL4J at the end of {@code init}. */
    public static void initialised(MultiLayerNetwork network) {
        if (!Acceleration.isOn() || network.getLayerWiseConfigurations().getDataType() != DataType.FLOAT) {
            return;
        }
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            Layer replacement = replacement(layers[i]);
            if (replacement != layers[i]) {
                layers[i] = replacement;
                replaceInMap(network, replacement);
            }
        }
        protectInputs(layers);
    }

    /** Called by DL4J at the end of {@code init}. */
    public static void initialised(ComputationGraph network) {
        if (!Acceleration.isOn() || network.getConfiguration().getDataType() != DataType.FLOAT) {
            return;
        }
        GraphVertex[] vertices = network.getVertices();
        Layer[] layers = network.getLayers();
        for (GraphVertex vertex : vertices) {
            GraphVertex replacement = replacement(network, vertex);
            if (replacement != vertex) {
                vertices[vertex.getVertexIndex()] = replacement;
                verticesByName(network).put(vertex.getVertexName(), replacement);
            } else if (vertex.getClass() == LayerVertex.class) {
                Layer layer = vertex.getLayer();
                Layer faster = replacement(layer);
                if (faster != layer) {
                    set(field(LayerVertex.class, "layer"), vertex, faster);
                    for (int i = 0; i < layers.length; i++) {
                        if (layers[i] == layer) {
                            layers[i] = faster;
                        }
                    }
                }
            }
        }
        protectInputs(layers);
    }

    /** Called by DL4J before a backward pass: the first layer's input gradient is computed only when asked for. */
    public static void beforeBackward(MultiLayerNetwork network, boolean inputGradientWanted) {
        Layer first = network.getLayers()[0];
        if (first instanceof InputGradientOption option) {
            boolean preprocessed = network.getLayerWiseConfigurations().getInputPreProcess(0) != null;
            option.setInputGradientWanted(inputGradientWanted || preprocessed && !option.givesPlaceholder());
        }
    }

    /** Called by DL4J after a backward pass: whoever asks a layer for its gradient by hand wants all of it. */
    public static void afterBackward(Model network) {
        if (network instanceof MultiLayerNetwork layers) {
            beforeBackward(layers, true);
        } else {
            for (Layer layer : ((ComputationGraph) network).getLayers()) {
                if (layer instanceof InputGradientOption option) {
                    option.setInputGradientWanted(true);
                }
            }
        }
    }

    /** Called by DL4J before a backward pass; with external errors a caller may read gradients at the inputs. */
    public static void beforeBackward(ComputationGraph network, INDArray[] externalErrors) {
        boolean wanted = externalErrors != null && externalErrors.length > 0;
        GraphVertex[] vertices = network.getVertices();
        for (GraphVertex vertex : vertices) {
            if (vertex.hasLayer() && vertex.getLayer() instanceof InputGradientOption option) {
                VertexIndices[] inputs = vertex.getInputVertices();
                boolean first =
                        inputs != null && inputs.length == 1 && vertices[inputs[0].getVertexIndex()].isInputVertex();
                boolean preprocessed =
                        vertex instanceof LayerVertex layerVertex && layerVertex.getLayerPreProcessor() != null;
                option.setInputGradientWanted(wanted || !first || preprocessed && !option.givesPlaceholder());
            }
        }
    }

    /**
     * {@code sum += addend}, which DL4J's graph does with activation gradients where ways part; called in the place of
     * {@link INDArray#addi(INDArray)}, which is slow for channels-last arrays. Of ways from an input of the network,
     * one may have no gradient, since nobody wants it there.
     */
    public static INDArray accumulate(INDArray sum, INDArray addend) {
        if (sum == null || addend == null) {
            return sum == null ? addend : sum;
        }
        return Acceleration.isOn() ? DenseMemory.accumulate(sum, addend) : sum.addi(addend);
    }

    /**
     * Called by DL4J in the place of {@link List#add} while it computes the outputs of a graph. Of two outputs in the
     * middle of a graph it counts the workspaces as one, and then takes up null as if it were the second one's
     * (1.0.0-M2.1): a NullPointerException a few vertices later.
     */
    public static <T> boolean addUnlessNull(List<T> list, T element) {
        return element != null && list.add(element);
    }

    /** The replacement of a layer, or the layer itself with what it wraps replaced. */
    private static Layer replacement(Layer layer) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            wrapper.setUnderlying(replacement(wrapper.getUnderlying()));
            return layer;
        }
        if (layer.getClass() == BidirectionalLayer.class) {
            for (String direction : new String[] {"fwd", "bwd"}) {
                Field field = field(BidirectionalLayer.class, direction);
                try {
                    field.set(layer, replacement((Layer) field.get(layer)));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
            return layer;
        }
        Class<? extends Layer> type = REPLACEMENTS.get(layer.getClass());
        if (type == null) {
            return layer;
        }
        try {
            Constructor<? extends Layer> constructor =
                    type.getConstructor(NeuralNetConfiguration.class, DataType.class);
            Layer made = constructor.newInstance(layer.conf(), DataType.FLOAT);
            copyState(layer, made);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot accelerate " + layer.getClass().getName(), e);
        }
    }

    /** The replacement of a vertex without a layer, or the vertex itself. */
    private static GraphVertex replacement(ComputationGraph network, GraphVertex vertex) {
        try {
            GraphVertex made;
            if (vertex.getClass() == org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex.class) {
                Field operation = field(vertex.getClass(), "op");
                made = new ElementWiseVertex(
                        network,
                        vertex.getVertexName(),
                        vertex.getVertexIndex(),
                        (org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex.Op) operation.get(vertex));
            } else if (vertex.getClass() == org.deeplearning4j.nn.graph.vertex.impl.MergeVertex.class) {
                int axis = field(vertex.getClass(), "mergeAxis").getInt(vertex);
                made = new MergeVertex(network, vertex.getVertexName(), vertex.getVertexIndex(), axis);
            } else {
                return vertex;
            }
            copyState(vertex, made);
            return made;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies all fields of DL4J's object into one of a subclass. */
    private static void copyState(Object from, Object to) throws IllegalAccessException {
        for (Class<?> c = from.getClass(); c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(to, field.get(from));
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, GraphVertex> verticesByName(ComputationGraph network) {
        try {
            return (Map<String, GraphVertex>)
                    field(ComputationGraph.class, "verticesMap").get(network);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Backward passes here reuse outputs of the forward pass, so no layer may overwrite its input. */
    private static void protectInputs(Layer[] layers) {
        for (Layer layer : layers) {
            layer.allowInputModification(false);
        }
    }

    @SuppressWarnings("unchecked")
    private static void replaceInMap(MultiLayerNetwork network, Layer layer) {
        try {
            Field field = field(MultiLayerNetwork.class, "layerMap");
            ((Map<String, Layer>) field.get(network))
                    .put(layer.conf().getLayer().getLayerName(), layer);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("unknown version of DL4J: no field " + name + " in " + owner, e);
        }
    }

    private static void set(Field field, Object owner, Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
