package d2j.engine;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Standard output without the lines that SameDiff prints, with no way to switch them off, whenever it differentiates a
 * graph ("Added differentiated op matmul"); they go to the log instead.
 */
final class QuietOutput extends PrintStream {

    private static final String NOISE = "Added differentiated op ";

    private QuietOutput(PrintStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    static synchronized void install() {
        if (!(System.out instanceof QuietOutput)) {
            System.setOut(new QuietOutput(System.out));
        }
    }

    @Override
    public void println(String line) {
        if (line != null && line.startsWith(NOISE)) {
            LoggerFactory.getLogger("org.nd4j.autodiff.samediff").debug(line);
        } else {
            super.println(line);
        }
    }
}
