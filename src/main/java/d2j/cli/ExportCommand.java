package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.NotebookFile;
import d2j.notebook.NotebookRunner;
import d2j.notebook.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./d2j export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes copies without outputs, with the parameters set, for other Jupyter clients.",
        footer = {
            "",
            "Example:",
            "  ./d2j export --all --smoke --output smoke",
            "  jupyter nbconvert --to notebook --execute smoke/02-linear-networks/*.ipynb"
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private Selection selection;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where the copies go.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        for (Chapter chapter : selection.chapters()) {
            NotebookFile copy;
            try {
                copy = NotebookRunner.withParameters(chapter.notebook(), selection.options());
            } catch (UsageException e) {
                throw new UsageException(chapter.path() + ": " + e.getMessage());
            }
            copy.normalise();
            Path file = output.resolve(chapter.part()).resolve(chapter.name() + ".ipynb");
            if (file.toAbsolutePath()
                    .normalize()
                    .equals(chapter.file().toAbsolutePath().normalize())) {
                throw new UsageException("--output " + output + " would overwrite the notebooks themselves");
            }
            copy.write(file);
            System.out.println(Home.shown(file));
        }
        return 0;
    }
}
