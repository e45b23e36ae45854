package d2j.text;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Passes over a text, as an iterator of DL4J: each reset begins another one. */
final class TokenPasses implements MultiDataSetIterator {

    private final transient Supplier<? extends List<? extends MultiDataSet>> passes;
    private transient Iterator<? extends MultiDataSet> pass;

    TokenPasses(Supplier<? extends List<? extends MultiDataSet>> passes) {
        this.passes = passes;
    }

    @Override
    public void reset() {
        pass = passes.get().iterator();
    }

    @Override
    public boolean hasNext() {
        return pass.hasNext();
    }

    @Override
    public MultiDataSet next() {
        return pass.next();
    }

    @Override
    public MultiDataSet next(int examples) {
        return next();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("tokens need no preprocessor");
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
        return null;
    }
}
