package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import java.util.concurrent.atomic.AtomicLong;

/** A step of a recorded computation, or a parameter (then it has no rule). */
final class Node {

    /** Gives the gradients of an operation's inputs. */
    @FunctionalInterface
    interface Rule {
        /**
         * @param outputGradient the gradient of the result, of the result's shape
         * @return one gradient per input, each of its input's shape; null where there is none, or it is not wanted
         */
        Tensor[] gradients(Tensor outputGradient);
    }

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String name;
    private final long number = NUMBERS.incrementAndGet();
    private Tensor[] inputs;
    private Tensor[] saved;
    private Long[] fingerprints;
    private Rule rule;
    private Storage output;
    private boolean released;
    private boolean keepsGradient;
    private Tensor gradient;

    private Node(String name) {
        this.name = name;
    }

    static Node parameter() {
        Node node = new Node("parameter");
        node.keepsGradient = true;
        return node;
    }

    /**
     * @param inputs what the result depends on
     * @param saved  the tensors whose values the rule will read
     */
    static Node operation(String name, Tensor[] inputs, Tensor[] saved, Rule rule, Storage output) {
        Node node = new Node(name);
        node.inputs = inputs;
        node.saved = saved;
        node.rule = rule;
        node.output = output;
        node.fingerprints = new Long[saved.length];
        for (int i = 0; i < saved.length; i++) {
            if (saved[i].storage().isExposed()) {
                node.fingerprints[i] = saved[i].storage().fingerprint();
            }
        }
        return node;
    }

    String name() {
        return name;
    }

    /** Later operations have larger numbers. */
    long number() {
        return number;
    }

    Tensor[] inputs() {
        return inputs;
    }

    Tensor[] saved() {
        return saved;
    }

    Storage output() {
        return output;
    }

    boolean isParameter() {
        return rule == null && !released;
    }

    boolean isReleased() {
        return released;
    }

    void keepGradient() {
        keepsGradient = true;
    }

    boolean keepsGradient() {
        return keepsGradient;
    }

    Tensor gradient() {
        return gradient;
    }

    void setGradient(Tensor value) {
        gradient = value;
    }

    /** The rule's gradients, after a look at whether the values that it reads are still those of the forward pass. */
    Tensor[] differentiate(Tensor outputGradient) {
        for (int i = 0; i < saved.length; i++) {
            Storage storage = saved[i].storage();
            if (storage.isExposed()) {
                long before = fingerprints[i] != null ? fingerprints[i] : storage.fingerprintWhenExposed();
                if (storage.fingerprint() != before) {
                    DenseArray array = saved[i].value();
                    throw new IllegalStateException("an array of shape " + Shapes.text(array.shape())
                            + " that the gradient of '" + name + "' needs was changed in place after '" + name
                            + "' had used it; change a copy (dup()), or change it after backward()");
                }
            }
        }
        return rule.gradients(outputGradient);
    }

    /** Drops what the rule holds, once its graph is done. */
    void release() {
        released = true;
        inputs = null;
        saved = null;
        rule = null;
    }
}
