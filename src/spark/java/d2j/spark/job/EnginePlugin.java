package d2j.spark.job;

import d2j.engine.Engine;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Starts d2j's engine in each executor before the first network is made there. */
public final class EnginePlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> settings) {
                Engine.start(Long.parseLong(context.conf().get("spark.d2j.seed", "1")));
            }
        };
    }
}
