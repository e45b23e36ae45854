package d2j.bench;

import d2j.engine.Engine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** The contender "d2j": what a chapter gets from {@link Engine#start(long)}, in a process like a chapter's kernel. */
public final class D2jWorker {

    private D2jWorker() {}

    public static void main(String[] arguments) throws IOException {
        // The standard output belongs to the conversation with the coordinator.
        PrintStream out = System.out;
        System.setOut(System.err);
        Engine.start(1);
        System.setOut(out);
        Map<String, String> facts = new HashMap<>(Dl4jWorker.facts());
        facts.put("version", Engine.describe());
        facts.put("threads", String.valueOf(Engine.threads()));
        Worker.serve(facts, new D2jModels());
    }
}
