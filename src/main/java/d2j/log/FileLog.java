package d2j.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;

/**
 * What the libraries report goes to a file, for a notebook's output belongs to the chapter; {@code ./d2j doctor} names
 * the file. Logback finds this class by itself. A file of settings in XML would take a kernel's start 60 ms longer.
 */
public final class FileLog extends ContextAwareBase implements Configurator {

    private static final long LARGEST = 5L << 20;

    @Override
    public void configure(LoggerContext context) {
        // Logback's own troubles would be printed into a cell.
        context.getStatusManager().add(new NopStatusListener());
        String file = System.getProperty(
                "d2j.log", System.getProperty("java.io.tmpdir") + "/d2j-" + System.getProperty("user.name") + ".log");

        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern("%d{yyyy-MM-dd HH:mm:ss} %-5level %logger{36} - %msg%n");
        lines.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        full.setMaxFileSize(new FileSize(LARGEST));
        full.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        // The policy asks for the file when it starts.
        appender.setFile(file);
        FixedWindowRollingPolicy one = new FixedWindowRollingPolicy();
        one.setContext(context);
        one.setParent(appender);
        one.setFileNamePattern(file + ".%i");
        one.setMinIndex(1);
        one.setMaxIndex(1);
        one.start();

        appender.setContext(context);
        appender.setName("FILE");
        appender.setEncoder(lines);
        appender.setRollingPolicy(one);
        appender.setTriggeringPolicy(full);
        appender.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }
}
