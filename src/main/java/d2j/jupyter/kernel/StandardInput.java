package d2j.jupyter.kernel;

import d2j.jupyter.protocol.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** Asks the front end for a line of text when a cell reads {@code System.in}. */
final class StandardInput implements Runnable {

    static final String NO_INPUT = "No input can be asked for here: the notebook is run by a program, without a reader."
            + " Put the value into a variable instead.";

    private record Question(Message request, String prompt, CompletableFuture<String> answer) {}

    private final RouterChannel channel;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    StandardInput(RouterChannel channel) {
        this.channel = channel;
    }

    /** Whether the front end that sent a cell can ask its reader. */
    static boolean isAllowed(Message request) {
        return request.flag("allow_stdin", true);
    }

    /**
     * A line from the user who sent the given request.
     *
     * @throws InterruptedIOException if the cell is interrupted meanwhile
     */
    String ask(Message request, String prompt) throws IOException {
        if (!isAllowed(request)) {
            throw new IOException(NO_INPUT);
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.add(new Question(request, prompt, answer));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        } catch (ExecutionException e) {
            throw new IOException("the input could not be read", e.getCause());
        }
    }

    @Override
    public void run() {
        try (channel) {
            while (true) {
                answer(questions.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Question question) {
        try {
            while (channel.receive(0) != null) {
                // Answers to questions whose cell was interrupted.
                continue;
            }
            Message request = question.request();
            channel.send(
                    request.identities(),
                    "input_request",
                    request.header(),
                    Map.of("prompt", question.prompt(), "password", false));
            while (!question.answer().isDone()) {
                Message reply = channel.receive(100);
                if (reply != null && reply.type().equals("input_reply")) {
                    question.answer().complete(reply.text("value"));
                }
            }
        } catch (RuntimeException e) {
            question.answer().completeExceptionally(e);
        }
    }
}
