package d2j.bench;

import d2j.jupyter.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long a reader waits from {@code ./d2j run} to what the first cell prints: a product of two small matrices. */
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
    static double seconds(Path home) throws IOException, InterruptedException {
        Path folder =
                Files.createDirectories(home.resolve("target").resolve("bench").resolve("cold-start"));
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
        builder.redirectError(folder.resolve("errors.log").toFile());
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
            throw new NotAvailableException("the run failed: " + all.toString().strip());
        }
        return seconds;
    }

    /** Several cold starts, as a measurement of d2j; nobody else has anything to compare. */
    static void measure(Path home, int repetitions, Results results) throws IOException, InterruptedException {
        Measurement measurement = results.begin(Workload.COLD_START, "d2j");
        try {
            for (int i = 0; i < repetitions; i++) {
                measurement.add(new Training.Turn(1, seconds(home)));
            }
        } catch (NotAvailableException e) {
            measurement.fail(e.getMessage());
        }
    }
}
