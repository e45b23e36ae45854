package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.NotebookException;
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
        int unreadable = 0;
        for (Chapter chapter : chapters) {
            try {
                changed += isNormal(chapter) ? 0 : 1;
            } catch (NotebookException e) {
                System.out.println(e.getMessage());
                unreadable++;
            }
        }
        if (check && changed > 0) {
            System.out.println("./d2j normalise mends " + (changed == 1 ? "it." : "them."));
            return 1;
        }
        if (unreadable > 0) {
            return 1;
        }
        if (changed == 0) {
            System.out.println("all " + chapters.size() + " notebooks are normal");
        }
        return 0;
    }

    /** Whether the notebook was normal already; if not, it is told, and mended unless that is not wanted. */
    private boolean isNormal(Chapter chapter) throws IOException {
        String text = NotebookFile.readText(chapter.file());
        NotebookFile notebook = NotebookFile.parse(text, Home.shown(chapter.file()));
        String kernel = notebook.kernelName();
        notebook.normalise();
        if (notebook.text().equals(text)) {
            return true;
        }
        String replaced = kernel.isEmpty() || kernel.equals(notebook.kernelName())
                ? ""
                : " (its kernel " + kernel + (check ? " is not " : " was replaced by ") + notebook.kernelName() + ")";
        System.out.println((check ? "not normal: " : "normalised: ") + Home.shown(chapter.file()) + replaced);
        if (!check) {
            notebook.write(chapter.file());
        }
        return false;
    }
}
