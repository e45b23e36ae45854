package d2j.spark.job;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.PluginContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.EncodedGradientsAccumulator;
import org.deeplearning4j.spark.parameterserver.networking.v2.WiredEncodingHandler;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.parameterserver.distributed.v2.ModelParameterServer;
import org.nd4j.parameterserver.distributed.v2.transport.UpdatesHandler;
import org.reactivestreams.Subscription;

/**
 * Counts the messages of gradient sharing: in an executor those that it sent, and those that it had received when it
 * made its last step; in the driver all that arrived.
 */
final class SharingCount extends BaseTrainingListener implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    /** Of this executor; null in the driver. */
    static volatile PluginContext context;

    /** In the driver: by executor, the steps, the messages sent and the messages received in time. */
    private static final Map<Long, long[]> TOLD = new ConcurrentHashMap<>();

    private static final Arrivals RECEIVED = new Arrivals();
    private static long steps;

    static void told(long[] counts) {
        TOLD.put(counts[0], counts);
    }

    /** The sum over all executors of steps (1), messages sent (2), messages received in time (3). */
    static long sum(int which) {
        return TOLD.values().stream().mapToLong(counts -> counts[which]).sum();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (steps++ == 0) {
            ModelParameterServer.getInstance().addUpdatesSubscriber(RECEIVED);
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        try {
            var accumulator = (EncodedGradientsAccumulator) 
                    ((MultiLayerNetwork) model).getOptimizer().getGradientsAccumulator();
            Field sent = WiredEncodingHandler.class.getDeclaredField("updatesCounter");
            sent.setAccessible(true);
            context.send(new long[] {
                Long.parseLong(SparkEnv.get().executorId()),
                steps,
                ((AtomicLong) sent.get(accumulator.getHandler())).get(),
                RECEIVED.messages.get()
            });
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the messages could not be counted", e);
        }
    }

    /** Counts what arrives in this process. */
    static class Arrivals implements UpdatesHandler {

        final AtomicLong messages = new AtomicLong();
        final AtomicLong bytes = new AtomicLong();
        volatile long last = System.nanoTime();

        @Override
        public void onNext(INDArray message) {
            messages.incrementAndGet();
            bytes.addAndGet(message.length() * message.data().getElementSize());
            last = System.nanoTime();
        }

        @Override
        public INDArray getParametersArray() {
            throw new UnsupportedOperationException("it only counts");
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            // Nobody waits for it.
        }

        @Override
        public void onError(Throwable error) {
            // The subscriber that trains reports it.
        }

        @Override
        public void onComplete() {
            // It never ends.
        }
    }
}
