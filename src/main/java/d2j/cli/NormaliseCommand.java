package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.NotebookFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./d2j normalise}. */
@Command(
        name = "normalise",
        aliases = "normalize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Brings notebooks into the form in which they are committed: no timings, stable cell identities, "
                + "execution counts in order. Outputs stay.")
final class NormaliseCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHAPTER",
            arity = "0..*",
            description = "Chapters, parts or paths (default: all chapters).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--check", description = "Changes nothing; fails and lists the notebooks that are not normal.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        List<Chapter> chapters = names.isEmpty()
                ? Home.curriculum().chapters()
                : Home.curriculum().find(names);
        int changed = 0;
        for (Chapter chapter : chapters) {
            if (NotebookFile.isNormal(chapter.file())) {
                continue;
            }
            changed++;
            System.out.println((check ? "not normal: " : "normalised: ") + Home.shown(chapter.file()));
            if (!check) {
                NotebookFile notebook = chapter.notebook();
                notebook.normalise();
                notebook.write(chapter.file());
            }
        }
        if (check && changed > 0) {
            System.out.println("./d2j normalise mends " + (changed == 1 ? "it." : "them."));
            return 1;
        }
        if (changed == 0) {
            System.out.println("all " + chapters.size() + " notebooks are normal");
        }
        return 0;
    }
}
