package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.RunOptions;
import d2j.notebook.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The chapters that a command is about, and the parameters that it sets in them. */
final class Selection {

    @Parameters(
            paramLabel = "CHAPTER",
            arity = "0..*",
            description = "An id (linear-regression), a part (02-linear-networks), or the path of a notebook.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Every chapter.")
    private boolean all;

    @Option(names = "--smoke", description = "Small settings from the notebook's metadata: quick, with poor results.")
    private boolean smoke;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A value for a parameter of the notebook; may be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    /** The chapters, at least one. */
    List<Chapter> chapters() throws IOException {
        if (all && !names.isEmpty()) {
            throw new UsageException("either name chapters or say --all");
        }
        List<Chapter> chapters =
                all ? Home.curriculum().chapters() : Home.curriculum().find(names);
        if (chapters.isEmpty()) {
            throw new UsageException(
                    all
                            ? "there are no notebooks in " + Home.shown(Home.notebooks())
                            : "name a chapter, or say --all; ./d2j list shows them");
        }
        return chapters;
    }

    boolean changesParameters() {
        return smoke || !values.isEmpty();
    }

    RunOptions options() {
        return RunOptions.defaults().withSmoke(smoke).withValues(values);
    }
}
