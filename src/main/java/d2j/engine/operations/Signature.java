package d2j.engine.operations;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How many arrays an operation reads and writes, of which shapes, and how they may lie in memory. A shape is written as
 * the names of its dimensions, such as {@code "... rows columns"}: a name stands for one size wherever it appears, the
 * dots, in front only, for any number of leading dimensions, a number for itself.
 */
final class Signature {

    /** How the elements of an array lie in memory. */
    private enum Layout {
        /** One after the other in row order. */
        DENSE,
        /** With any positive strides. */
        STRIDED,
        /** With any positive strides, and results may share memory with operands, since these are copied first. */
        COPIED
    }

    /** The shape of one array; names are replaced by their numbers, literal sizes by one less than minus the size. */
    private record Pattern(int[] dimensions, boolean leading, Layout layout) {}

    private final DataType type;
    private final List<String> names = new ArrayList<>();
    private final List<Pattern> inputs = new ArrayList<>();
    private final List<Pattern> outputs = new ArrayList<>();

    /** Of floats. */
    Signature() {
        this(DataType.FLOAT);
    }

    /** @param type of all arrays */
    Signature(DataType type) {
        this.type = type;
    }

    /** Another operand, dense in row order. */
    Signature reads(String shape) {
        inputs.add(pattern(shape, Layout.DENSE));
        return this;
    }

    /** Another operand, of any positive strides. */
    Signature readsStrided(String shape) {
        inputs.add(pattern(shape, Layout.STRIDED));
        return this;
    }

    /** Another result, dense in row order; it overlaps no other array. */
    Signature writes(String shape) {
        outputs.add(pattern(shape, Layout.DENSE));
        return this;
    }

    /** Another result, of any positive strides; it overlaps no other array. */
    Signature writesStrided(String shape) {
        outputs.add(pattern(shape, Layout.STRIDED));
        return this;
    }

    /** Another result, of any positive strides, that may share memory with operands. */
    Signature overwrites(String shape) {
        outputs.add(pattern(shape, Layout.COPIED));
        return this;
    }

    private Pattern pattern(String shape, Layout layout) {
        String[] words = shape.isEmpty() ? new String[0] : shape.split(" ");
        boolean leading = words.length > 0 && words[0].equals("...");
        int[] dimensions = Arrays.stream(words, leading ? 1 : 0, words.length)
                .mapToInt(this::number)
                .toArray();
        return new Pattern(dimensions, leading, layout);
    }

    private int number(String word) {
        if (Character.isDigit(word.charAt(0))) {
            return -1 - Integer.parseInt(word);
        }
        if (!names.contains(word)) {
            names.add(word);
        }
        return names.indexOf(word);
    }

    /** Whether the number of arrays and all their shapes are as declared. */
    boolean hasShapesOf(Arguments arguments) {
        if (arguments.inputs().length != inputs.size() || arguments.outputs().length != outputs.size()) {
            return false;
        }
        long[] sizes = new long[names.size()];
        Arrays.fill(sizes, -1);
        long[][] leading = new long[1][];
        for (int i = 0; i < inputs.size(); i++) {
            if (!matches(inputs.get(i), arguments.input(i).shape(), sizes, leading)) {
                return false;
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (!matches(outputs.get(i), arguments.output(i).shape(), sizes, leading)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Pattern pattern, long[] shape, long[] sizes, long[][] leading) {
        int named = pattern.dimensions.length;
        int first = shape.length - named;
        if (first < 0 || first > 0 && !pattern.leading) {
            return false;
        }
        if (pattern.leading) {
            if (leading[0] == null) {
                leading[0] = Arrays.copyOf(shape, first);
            } else if (leading[0].length != first || !Arrays.equals(leading[0], 0, first, shape, 0, first)) {
                return false;
            }
        }
        for (int i = 0; i < named; i++) {
            long size = shape[first + i];
            int dimension = pattern.dimensions[i];
            if (dimension < 0) {
                if (size != -1 - dimension) {
                    return false;
                }
            } else if (sizes[dimension] < 0) {
                sizes[dimension] = size;
            } else if (sizes[dimension] != size) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether all arrays lie in memory as declared: of the right type, still there, within their buffers, and results
     * apart from every other array. Nothing of this is known of empty arrays.
     */
    boolean hasPlacementsOf(Arguments arguments) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!lies(arguments.input(i), inputs.get(i).layout)) {
                return false;
            }
        }
        for (int i = 0; i < outputs.size(); i++) {
            INDArray output = arguments.output(i);
            Layout layout = outputs.get(i).layout;
            if (!lies(output, layout) || !Placement.isInjective(output)) {
                return false;
            }
            for (int k = 0; k < i; k++) {
                if (Placement.overlap(output, arguments.output(k))) {
                    return false;
                }
            }
            for (int k = 0; k < inputs.size() && layout != Layout.COPIED; k++) {
                if (Placement.overlap(output, arguments.input(k))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean lies(INDArray array, Layout layout) {
        return array.dataType() == type
                && !array.isEmpty()
                && OneDnn.isLive(array)
                && Placement.isWithinBuffer(array)
                && (layout == Layout.DENSE ? Placement.isInRowOrder(array) : Placement.hasPositiveStrides(array));
    }
}
