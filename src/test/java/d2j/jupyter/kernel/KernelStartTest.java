package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.jupyter.kernel.KernelProcess.Ran;
import d2j.jupyter.protocol.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Starts kernels one after the other while all cores are busy; {@code -Dd2j.starts=200} makes it 200 starts.
 */
class KernelStartTest {

    @Test
    void noStartHangsOrLosesTheFirstRequest() throws Exception {
        int starts = Integer.getInteger("d2j.starts", 5);
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> loads = new ArrayList<>();
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            Thread load = new Thread(() -> {
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            });
            load.setDaemon(true);
            load.start();
            loads.add(load);
        }
        List<Double> answered = new ArrayList<>();
        List<Double> firstResult = new ArrayList<>();
        try {
            for (int start = 0; start < starts; start++) {
                try (KernelProcess kernel = new KernelProcess()) {
                    String info = kernel.send("shell", "kernel_info_request", Map.of());
                    String cell = kernel.execute("System.out.println(\"out\");\n6 * 7");
                    kernel.reply("shell", info);
                    answered.add(kernel.seconds());
                    Message reply = kernel.reply("shell", cell);
                    firstResult.add(kernel.seconds());
                    Ran ran = new Ran(reply, kernel.published(cell));
                    assertEquals("42", ran.result());
                    assertEquals("out\n", ran.stream("stdout"));
                    String shutdown = kernel.send("control", "shutdown_request", Map.of("restart", start % 2 == 0));
                    assertEquals(
                            start % 2 == 0, kernel.reply("control", shutdown).flag("restart", start % 2 != 0));
                    assertTrue(kernel.process.waitFor(10, TimeUnit.SECONDS), "start " + start + " does not end");
                    assertEquals(0, kernel.process.exitValue());
                }
            }
        } finally {
            busy.set(false);
            System.out.printf(
                    "%d starts: first reply after %s, first result after %s%n",
                    answered.size(), range(answered), range(firstResult));
        }
    }

    /** The libraries, which load beside the compiler, must not load a class before it is changed. */
    @Test
    void everyHookOfTheEngineTakes() throws Exception {
        try (KernelProcess kernel = new KernelProcess()) {
            Ran ran = kernel.run("d2j.engine.Engine.start(1);\n"
                    + "d2j.engine.Engine.hooks().stream().filter(hook -> hook.problem().isPresent()).toList()");
            assertEquals("[]", ran.result());
        }
    }

    private static String range(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "-";
        }
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        double median = sorted.get(sorted.size() / 2);
        return String.format("%.2f s (median), %.2f s (worst)", median, sorted.get(sorted.size() - 1));
    }
}
