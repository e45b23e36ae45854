package d2j.jupyter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.jupyter.protocol.LocalPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client with the real kernel, and with commands that are none. */
class KernelClientTest {

    @TempDir
    private Path folder;

    /** Keeps what the kernel prints. */
    private static final class Printed implements OutputListener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void stream(String name, String printed) {
            text.append(printed);
        }
    }

    private static Reply execute(KernelClient kernel, String code, Printed printed) throws IOException {
        return kernel.execute(code, Duration.ofMinutes(3), printed);
    }

    @Test
    void theKernelOutlivesEveryOutputAndIsGoneAfterwards() throws IOException {
        long process;
        KernelCommand command =
                KernelCommand.ofLauncher(Path.of("").toAbsolutePath()).with("D2J_MEMORY", "3g");
        try (KernelClient kernel = KernelClient.start(command, folder, KernelClient.START_LIMIT)) {
            process = kernel.processId();
            assertTrue(ProcessHandle.of(process).isPresent());
            Printed printed = new Printed();
            Reply input = execute(kernel, "new java.util.Scanner(System.in).nextLine()", printed);
            assertEquals(Reply.Status.ERROR, input.status(), "standard input is refused");

            // What would exhaust the memory of this side is refused, and is told of; the kernel shortens texts itself.
            Reply large = execute(kernel, "d2j.jupyter.display.Notebook.html(\"x\".repeat(80_000_000));", printed);
            assertEquals(Reply.Status.OK, large.status());
            assertEquals("[an output of more than 64 MB could not be taken over]\n", printed.text.toString());

            Printed after = new Printed();
            assertEquals(
                    Reply.Status.OK,
                    execute(kernel, "System.out.print(1 + 1);", after).status());
            assertEquals("2", after.text.toString());
        }
        assertFalse(ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void aKernelThatNeverAnswersIsGivenUpAndSaysHowToWaitLonger() throws IOException {
        KernelCommand silent = new KernelCommand(
                List.of("sh", "-c", "echo \"still thinking\" >&2; exec sleep 60", "{connection_file}"), Map.of());
        KernelDiedException exception = assertThrows(
                KernelDiedException.class, () -> KernelClient.start(silent, folder, Duration.ofSeconds(1)));
        assertTrue(exception.getMessage().contains("did not answer within 1 s"), exception.getMessage());
        assertTrue(exception.getMessage().contains("--start-timeout"), exception.getMessage());
        assertTrue(exception.getMessage().contains("still thinking"), exception.getMessage());
    }

    @Test
    void aCommandThatIsNotThere() throws IOException {
        KernelCommand missing = new KernelCommand(List.of("/no/such/launcher", "{connection_file}"), Map.of());
        KernelDiedException exception = assertThrows(
                KernelDiedException.class, () -> KernelClient.start(missing, folder, Duration.ofSeconds(1)));
        assertTrue(exception.getMessage().contains("could not be started"), exception.getMessage());
    }

    @Test
    void aPortThatSomebodyHasIsNoticed() throws IOException {
        int[] ports = LocalPorts.free(5);
        assertEquals(5, Arrays.stream(ports).distinct().count());
        assertFalse(LocalPorts.anyTaken(ports));
        try (ServerSocket other = new ServerSocket(ports[3], 1, InetAddress.getByName(LocalPorts.HOST))) {
            assertTrue(LocalPorts.anyTaken(ports), "port " + other.getLocalPort());
        }
    }
}
