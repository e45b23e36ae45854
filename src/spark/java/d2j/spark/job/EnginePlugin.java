package d2j.spark.job;

import d2j.engine.Engine;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Starts d2j's engine in each executor before the first network is made there, and brings what executors count to the
 * driver.
 */
public final class EnginePlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Object receive(Object message) {
                SharingCount.told((long[]) message);
                return null;
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> settings) {
                // An executor that waits for a message for ever is deaf to Spark's request to end.
                Node.endWith(context.conf().getLong("spark.d2j.parent", -1));
                Engine.start(Long.parseLong(context.conf().get("spark.d2j.seed", "1")));
                SharingCount.context = context;
            }
        };
    }
}
