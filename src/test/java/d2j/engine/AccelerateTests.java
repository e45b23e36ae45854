package d2j.engine;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Tests run as notebooks do: accelerated, from before the first network on, unless {@code D2J_ENGINE=plain} is set. */
public final class AccelerateTests implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Engine.accelerate();
    }
}
