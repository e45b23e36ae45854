package d2j.bench;

import d2j.jupyter.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How long a reader waits from {@code ./d2j run} to what the first cell prints, a product of two small matrices; and
 * beside it, from the start of a Jupyter client to the same with Python's kernel and PyTorch.
 */
final class ColdStart {

    private static final String SIGN = "the first result: ";

    private static final String NOTEBOOK =
            """
            {
             "cells": [
              {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# Cold start"]},
              {"cell_type": "code", "id": "first", "metadata": {}, "execution_count": null, "outputs": [], "source": [
               "import d2j.engine.Engine;\\n",
               "import org.nd4j.linalg.factory.Nd4j;\\n",
               "Engine.start(1);\\n",
               "System.out.println(\\"the first result: \\" + Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2)).sumNumber());"]}
             ],
             "metadata": {
              "kernelspec": {"display_name": "Java (d2j)", "language": "java", "name": "d2j-java"},
              "language_info": {"name": "java"}
             },
             "nbformat": 4,
             "nbformat_minor": 5
            }
            """;

    private ColdStart() {}

    /**
     * Runs a notebook of one cell.
     *
     * @return seconds from the start of the process to the line that the cell prints
     * @throws NotAvailableException if it never comes
     */
    static double seconds(Path home, Path made) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(made.resolve("cold-start"));
        Path notebook = folder.resolve("cold-start.ipynb");
        Files.writeString(notebook, NOTEBOOK);
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().addAll(Launcher.command(home));
        builder.command()
                .addAll(List.of(
                        "run",
                        notebook.toString(),
                        "--output",
                        folder.resolve("run").toString()));
        builder.environment().put("D2J_NO_BUILD", "1");
        return seconds(builder, folder.resolve("errors.log"));
    }

    /**
     * Starts Python's kernel, which imports PyTorch.
     *
     * @param python the command of a Python that has PyTorch, ipykernel and jupyter_client
     * @return seconds from the start of the client's process to the line that the cell prints
     * @throws NotAvailableException if it never comes
     */
    static double rivalSeconds(Path home, Path made, String python) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(made.resolve("cold-start"));
        return seconds(
                new ProcessBuilder(
                        python,
                        home.resolve("bench").resolve("cold_start_rival.py").toString()),
                folder.resolve("rival-errors.log"));
    }

    private static double seconds(ProcessBuilder builder, Path errors) throws IOException, InterruptedException {
        builder.redirectError(errors.toFile());
        long begun = System.nanoTime();
        Process process = builder.start();
        double seconds = Double.NaN;
        StringBuilder all = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                all.append(line).append('\n');
                if (Double.isNaN(seconds) && line.contains(SIGN)) {
                    seconds = (System.nanoTime() - begun) / 1e9;
                }
            }
        }
        if (process.waitFor() != 0 || Double.isNaN(seconds)) {
            all.append(Files.readString(errors, StandardCharsets.UTF_8));
            throw new NotAvailableException("the run failed: " + all.toString().strip());
        }
        return seconds;
    }

    /**
     * Several cold starts of d2j and, where it takes part, of Python's kernel, in turns.
     *
     * @param made the folder for what the runs write
     * @param contenders who take part
     * @param python finds a Python with PyTorch and Jupyter's kernel, or says what is missing
     */
    static void measure(Path home, Path made, List<String> contenders, Python python, int repetitions, Results results)
            throws IOException, InterruptedException {
        Measurement ours = results.begin(Workload.COLD_START, "d2j");
        Measurement theirs = contenders.contains("pytorch") ? results.begin(Workload.COLD_START, "pytorch") : null;
        for (int i = 0; i < repetitions; i++) {
            if (!ours.failed()) {
                measure(ours, () -> seconds(home, made));
            }
            if (theirs != null && !theirs.failed()) {
                measure(theirs, () -> rivalSeconds(home, made, python.command()));
            }
        }
    }

    private static void measure(Measurement measurement, Start start) throws IOException, InterruptedException {
        try {
            measurement.add(new Training.Turn(1, start.seconds()));
        } catch (NotAvailableException e) {
            measurement.fail(e.getMessage());
        }
    }

    /** One start of a kernel. */
    private interface Start {
        double seconds() throws IOException, InterruptedException;
    }

    /** Where a Python is that can run the rival. */
    interface Python {
        /**
         * The command.
         *
         * @throws NotAvailableException if there is none, with what to do about it
         */
        String command() throws InterruptedException;
    }
}
