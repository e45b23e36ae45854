package d2j.jupyter.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.jshell.execution.DirectExecutionControl;

/**
 * Runs snippets inside the kernel's own process, on the cell thread, and keeps the value itself, where JShell's usual
 * controls hand back its {@code toString()}: that costs seconds for a large array, and loses the object to display.
 */
final class CellControl extends DirectExecutionControl {
    private final CellThread thread;
    private Class<?> owner;
    private Object value;

    CellControl(SnippetLoader loader, CellThread thread) {
        super(loader);
        this.thread = thread;
    }

    @Override
    protected String invoke(Method entry) throws Exception {
        owner = entry.getDeclaringClass();
        value = null;
        try {
            value = thread.invoke(entry);
        } catch (Throwable e) {
            throw new InvocationTargetException(e);
        }
        return "";
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    /** The value of the last snippet; forgotten afterwards. */
    Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }

    /**
     * Empties the variable in which JShell keeps the value of a bare expression. No cell refers to it, but it would
     * keep large arrays in memory for the life of the kernel.
     */
    void forget(String variable) {
        try {
            Field field = owner.getDeclaredField(variable);
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                field.set(null, null);
            }
        } catch (ReflectiveOperationException e) {
            // Another version of JShell keeps it elsewhere; then the memory stays in use, no more.
            return;
        }
    }
}
