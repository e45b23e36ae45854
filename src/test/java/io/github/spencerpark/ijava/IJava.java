package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.List;

/** Stands for the kernel IJava, which is not on Maven Central: same name, same base class, no notebook. */
public final class IJava {
    /** What was displayed. */
    public static final List<DisplayData> DISPLAYED = new ArrayList<>();

    private static BaseKernel kernel;

    private IJava() {}

    /** Makes it seem as if the kernel ran in this process, or not. */
    public static void setRunning(boolean running) {
        kernel = running ? new Kernel() : null;
    }

    public static BaseKernel getKernelInstance() {
        return kernel;
    }

    private static final class Kernel extends BaseKernel {
        @Override
        public void display(DisplayData data) {
            DISPLAYED.add(data);
        }

        @Override
        public DisplayData eval(String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            throw new UnsupportedOperationException();
        }
    }
}
