package d2j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest {

    private final String before = System.getProperty("d2j.log");
    private final LoggerContext context = new LoggerContext();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        context.stop();
        if (before == null) {
            System.clearProperty("d2j.log");
        } else {
            System.setProperty("d2j.log", before);
        }
    }

    @Test
    void logbackFindsIt() {
        assertTrue(ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class).stream()
                .anyMatch(service -> service.type() == FileLog.class));
    }

    @Test
    void reportsGoToTheFileWithoutThoseOfDebugging() throws Exception {
        Path file = folder.resolve("d2j.log");
        System.setProperty("d2j.log", file.toString());
        FileLog log = new FileLog();
        log.setContext(context);
        log.configure(context);
        Logger logger = context.getLogger("org.nd4j.Something");
        logger.info("one array");
        logger.debug("two arrays");
        String text = Files.readString(file);
        assertTrue(text.contains("INFO  org.nd4j.Something - one array"), text);
        assertFalse(text.contains("two arrays"), text);
    }

    @Test
    void aFullFileIsPutAsideAndOnlyOne() throws Exception {
        Path file = folder.resolve("d2j.log");
        System.setProperty("d2j.log", file.toString());
        Files.write(file, new byte[6 << 20]);
        Files.writeString(folder.resolve("d2j.log.1"), "older");
        FileLog log = new FileLog();
        log.setContext(context);
        log.configure(context);
        Logger logger = context.getLogger("a");
        // Logback looks at the size at every sixteenth report at most.
        for (int i = 0; i < 2000 && Files.size(file) > 1 << 20; i++) {
            logger.info("report " + i);
            Thread.sleep(1);
        }
        assertTrue(Files.size(file) < 1 << 20);
        assertTrue(Files.size(folder.resolve("d2j.log.1")) > 5 << 20);
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }
}
