package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The backward pass: from a result through its graph, latest operation first. */
final class Gradients {

    private static final ThreadLocal<Boolean> RUNNING = ThreadLocal.withInitial(() -> false);

    private final boolean createGraph;
    private final Map<Node, Tensor> waiting = new HashMap<>();
    private final PriorityQueue<Node> queue =
            new PriorityQueue<>(Comparator.comparingLong(Node::number).reversed());

    private Gradients(boolean createGraph) {
        this.createGraph = createGraph;
    }

    /** Whether this thread is in a backward pass that nobody will differentiate. */
    static boolean isRunning() {
        return RUNNING.get();
    }

    static void requireScalar(Tensor output) {
        if (output.length() != 1) {
            throw new IllegalStateException(
                    "backward() needs a tensor of one element, such as a mean loss, and this one"
                            + " has the shape " + Shapes.text(output.shape())
                            + "; reduce it first (mean(), sum()), or give"
                            + " backward a gradient of that shape");
        }
    }

    static Tensor ones(Tensor like) {
        return Tensor.constant(DenseArray.filled(like.dataType(), 1, like.shape()));
    }

    static Tensor seed(Tensor output, INDArray gradient) {
        if (!Arrays.equals(output.shape(), gradient.shape()) || output.dataType() != gradient.dataType()) {
            throw new IllegalArgumentException("backward: the gradient is " + gradient.dataType() + " "
                    + Shapes.text(gradient.shape()) + ", and the tensor " + output.dataType() + " "
                    + Shapes.text(output.shape()));
        }
        return Tensor.of(gradient);
    }

    /** Adds gradients to those of the parameters, and of what retains them. */
    static void accumulate(Tensor output, Tensor seed, boolean retainGraph) {
        requireGraph(output);
        boolean before = Recording.current().enable(false);
        boolean outer = RUNNING.get();
        RUNNING.set(true);
        List<Node> done;
        try {
            done = new Gradients(false).run(output, seed, Set.of());
        } finally {
            RUNNING.set(outer);
            Recording.current().enable(before);
        }
        if (!retainGraph) {
            free(output, done);
        }
    }

    /** Gradients with respect to some tensors, with a graph of their own. */
    static List<Tensor> of(Tensor output, Tensor[] inputs) {
        requireGraph(output);
        Set<Node> wanted = new HashSet<>();
        for (Tensor input : inputs) {
            if (input.node() == null) {
                throw new IllegalStateException("gradients: no gradient flows to a tensor of shape "
                        + Shapes.text(input.shape()) + "; make it a parameter");
            }
            wanted.add(input.node());
        }
        boolean before = Recording.current().enable(true);
        try {
            Gradients gradients = new Gradients(true);
            gradients.run(output, ones(output), wanted);
            List<Tensor> result = new ArrayList<>();
            for (Tensor input : inputs) {
                Tensor gradient = gradients.waiting.get(input.node());
                result.add(
                        gradient != null
                                ? gradient
                                : Tensor.constant(DenseArray.filled(input.dataType(), 0, input.shape())));
            }
            return result;
        } finally {
            Recording.current().enable(before);
        }
    }

    private static void requireGraph(Tensor output) {
        if (output.node() == null) {
            throw new IllegalStateException("this tensor depends on no parameter, so there is nothing to differentiate:"
                    + " make one with Tensor.parameter(...), and compute outside of noGrad and without detach()");
        }
    }

    /** Goes through the graph; gradients of {@code wanted} nodes stay in {@link #waiting}. */
    private List<Node> run(Tensor output, Tensor seed, Set<Node> wanted) {
        List<Node> done = new ArrayList<>();
        add(output.node(), seed);
        while (!queue.isEmpty()) {
            Node node = queue.poll();
            Tensor gradient = wanted.contains(node) ? waiting.get(node) : waiting.remove(node);
            if (node.isReleased()) {
                throw new IllegalStateException("backward() came a second time to '" + node.name()
                        + "', whose graph was freed by the first; compute the forward pass anew, keep the graph with"
                        + " backward(true), or cut it off with detach() where a result is carried to the next step");
            }
            if (node.keepsGradient() && !createGraph) {
                keep(node, gradient);
            }
            if (!node.isParameter()) {
                done.add(node);
                propagate(node, gradient);
            }
            if (!createGraph) {
                settle(gradient);
            }
        }
        return done;
    }

    private void propagate(Node node, Tensor gradient) {
        Tensor[] inputs = node.inputs();
        Tensor[] results;
        if (createGraph) {
            results = node.differentiate(gradient);
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].node() != null && results[i] != null) {
                    add(inputs[i].node(), results[i]);
                }
            }
            return;
        }
        // Whatever the rule computes on its way is freed as soon as its results are known.
        List<Storage> passing = new ArrayList<>();
        List<Storage> outer = Recording.current().beginPassing(passing);
        try {
            results = node.differentiate(gradient);
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i].node() != null && results[i] != null) {
                    add(inputs[i].node(), results[i]);
                }
            }
        } finally {
            Recording.current().beginPassing(outer);
        }
        for (Storage storage : passing) {
            if (storage.pending == 0) {
                storage.release();
            }
        }
    }

    private void add(Node node, Tensor gradient) {
        Tensor before = waiting.get(node);
        if (before == null) {
            waiting.put(node, gradient);
            gradient.storage().pending++;
            queue.add(node);
        } else {
            Tensor sum = before.add(gradient);
            waiting.put(node, sum);
            sum.storage().pending++;
            if (!createGraph) {
                settle(before);
            }
        }
    }

    /** One use of a gradient is over. */
    private static void settle(Tensor gradient) {
        Storage storage = gradient.storage();
        storage.pending--;
        if (storage.pending == 0 && storage.passing) {
            storage.release();
        }
    }

    private static void keep(Node node, Tensor gradient) {
        Tensor before = node.gradient();
        if (before == null) {
            Storage storage = gradient.storage();
            boolean own = storage.passing && storage.pending == 1 && !storage.isKept();
            // A copy where the memory is shared with other gradients, or belongs to the caller.
            node.setGradient(
                    own
                            ? gradient.detach()
                            : Tensor.constant(gradient.value().copy()).detach());
        } else {
            Compute.addTo(before.value(), gradient.value());
        }
    }

    private static void free(Tensor output, List<Node> done) {
        output.storage().keep();
        List<Storage> values = new ArrayList<>();
        for (Node node : done) {
            values.add(node.output());
            for (Tensor saved : node.saved()) {
                if (saved.storage().internal) {
                    values.add(saved.storage());
                }
            }
            node.release();
        }
        Recording.current().graphDone(values);
    }
}
