package d2j.jupyter.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/** How objects look in a notebook. */
public final class Rendering {
    private Rendering() {}

    /** What the notebook shows of an object, {@code null} included. */
    public static MimeBundle of(Object object) {
        // Strings and numbers first: most results are, and looking further loads the classes of ND4J and Tablesaw.
        if (object == null || object instanceof CharSequence || object instanceof Number || object instanceof Boolean) {
            return MimeBundle.text(ObjectText.of(object));
        }
        if (object instanceof MimeBundle bundle) {
            return bundle;
        }
        if (object instanceof Displayable displayable) {
            return displayable.toMimeBundle();
        }
        if (object instanceof BufferedImage image) {
            return image(image);
        }
        if (object instanceof INDArray array) {
            return MimeBundle.text(ArrayText.of(array));
        }
        if (object instanceof Table table) {
            return TableView.of(table);
        }
        return MimeBundle.text(ObjectText.of(object));
    }

    private static MimeBundle image(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("the image could not be encoded as PNG", e);
        }
        int width = image.getWidth();
        int height = image.getHeight();
        return MimeBundle.png(png.toByteArray(), width, height, "image, " + width + " × " + height + " pixels");
    }
}
