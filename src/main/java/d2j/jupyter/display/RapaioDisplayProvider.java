package d2j.jupyter.display;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import tech.tablesaw.api.Table;

/**
 * Teaches an unmodified rapaio-jupyter-kernel, which has this library on its class path, how d2j's objects, arrays,
 * tables and images look. Found by {@code java.util.ServiceLoader}.
 */
public final class RapaioDisplayProvider implements DisplayProvider {

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return Stream.of(Displayable.class, MimeBundle.class, INDArray.class, Table.class, BufferedImage.class)
                .<DisplayRenderer>map(Renderer::new)
                .toList();
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    /** The same content in rapaio's form. */
    static DisplayData displayData(MimeBundle bundle) {
        DisplayData display = DisplayData.fromText("");
        display.data().clear();
        bundle.data().forEach(display::putData);
        bundle.metadata().forEach(display::putMetaData);
        return display;
    }

    private record Renderer(Class<?> rendererClass) implements DisplayRenderer {

        @Override
        public boolean canRender(String mime) {
            return mime == null || mime.isBlank();
        }

        @Override
        public DisplayData render(String mime, Object object) {
            return displayData(Rendering.of(object));
        }
    }
}
