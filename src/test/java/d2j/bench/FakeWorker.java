package d2j.bench;

import java.io.IOException;
import java.util.Map;

/** A worker in a process of its own that sleeps instead of training, or misbehaves as its argument says. */
final class FakeWorker {

    private FakeWorker() {}

    public static void main(String[] arguments) throws IOException {
        String way = arguments[0];
        if (way.equals("no-start")) {
            System.err.println("cannot find its library");
            System.exit(3);
        }
        // Native libraries print past Java; the coordinator must not mind.
        System.out.println("a native library greets");
        Worker.serve(Map.of("version", "fake " + way), workload -> {
            if (way.equals("refuse")) {
                throw new NotAvailableException("there is no such layer");
            }
            return new Sleep(way, workload);
        });
    }

    private record Sleep(String way, Workload workload) implements Training {

        @Override
        public long parameters() {
            return way.equals("other-model") ? 7 : workload.parameters();
        }

        @Override
        public void step() {
            System.out.println("a library reports a step");
            try {
                Thread.sleep(way.equals("slow") ? 400 : 10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (way.equals("crash")) {
                Runtime.getRuntime().halt(134);
            }
            if (way.equals("throw")) {
                throw new IllegalStateException("out of ideas");
            }
        }

        @Override
        public double loss() {
            return way.equals("diverge") ? Double.NaN : 0.5;
        }
    }
}
