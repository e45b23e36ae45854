package d2j.spark.job;

import java.util.function.Consumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Says in words what Spark does about executors that come and go, and about tasks that fail. */
final class ClusterEvents extends SparkListener {

    private final Consumer<String> report;

    ClusterEvents(Consumer<String> report) {
        this.report = report;
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded event) {
        report.accept("executor " + event.executorId() + " joined");
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        report.accept("executor " + event.executorId() + " lost: " + firstLine(event.reason()));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof TaskFailedReason failure) {
            String why = failure instanceof ExceptionFailure thrown
                    ? thrown.className() + ": " + thrown.description()
                    : failure.toErrorString();
            report.accept("task " + end.taskInfo().taskId() + ", attempt "
                    + (end.taskInfo().attemptNumber() + 1) + ", failed: " + firstLine(why));
        }
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
