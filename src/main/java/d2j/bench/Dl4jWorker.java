package d2j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** The rival "DL4J as it comes": DL4J without this project's engine, which is not even on its class path. */
public final class Dl4jWorker {

    private Dl4jWorker() {}

    public static void main(String[] arguments) throws IOException {
        Worker.serve(facts(), new Dl4jModels());
    }

    /** Versions and threads, for the report. */
    static Map<String, String> facts() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            properties.load(in);
        }
        return Map.of(
                "version",
                "ND4J " + properties.getProperty("version") + "; Java "
                        + Runtime.version().feature(),
                "threads",
                String.valueOf(Nd4j.getEnvironment().maxMasterThreads()));
    }
}
