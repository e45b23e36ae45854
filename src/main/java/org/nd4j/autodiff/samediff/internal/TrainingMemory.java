package org.nd4j.autodiff.samediff.internal;

import d2j.engine.onednn.Acceleration;
import java.util.Map;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.config.SDValue;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.guava.collect.MapMaker;

/**
 * Lets the training of a SameDiff graph use its memory again, where ND4J 1.0.0-M2.1 takes new memory and leaves the old
 * to the garbage collector: for the gradients of parameters and inputs, in each step, and for everything, in each call
 * of fit. In ND4J's package because it needs what is protected there; called through d2j.engine.hooks.
 */
public final class TrainingMemory {

    /** Per thread, since a memory manager is not made for more than one; graphs are compared by identity. */
    private static final ThreadLocal<Map<SameDiff, SessionMemMgr>> MANAGERS =
            ThreadLocal.withInitial(() -> new MapMaker().weakKeys().makeMap());

    private TrainingMemory() {}

    /** Called for a new session: it goes on with the memory of the last one. */
    public static void begin(TrainingSession session, SameDiff graph) {
        if (Acceleration.isOn()) {
            session.setMmgr(MANAGERS.get().computeIfAbsent(graph, key -> session.getMmgr()));
        }
    }

    /** Called after each backward pass, when the parameters have been updated. */
    public static void endIteration(Map<String, INDArray> gradients, TrainingSession session) {
        if (!Acceleration.isOn()) {
            return;
        }
        AbstractDependencyTracker<SDValue, InferenceSession.Dep> uses = session.getArrayUseTracker();
        if (session.listeners == null || session.listeners.stream().allMatch(TrainingMemory::keepsNothing)) {
            for (String name : gradients.keySet()) {
                uses.markSatisfied(new InferenceSession.ReqOutputDep(name), true);
            }
        }
        if (uses.hasNewAllSatisfied()) {
            for (SDValue value : uses.getNewAllSatisfiedList()) {
                release(value, session);
            }
        }
        // What only the gradient of an input would need is needed by nobody, and never becomes satisfied.
        for (SDValue value : session.nodeValueOutputs.values()) {
            if (value != null && value.getListValue() != null && !uses.hasDependency(value)) {
                release(value, session);
            }
        }
        // Arrays get new numbers when they are used again, so that these would only pile up.
        session.freedArrays.clear();
    }

    /** Listeners of ND4J's own; others may keep the gradients that they are shown. */
    private static boolean keepsNothing(Listener listener) {
        return listener.getClass().getPackageName().startsWith("org.nd4j.");
    }

    private static void release(SDValue value, TrainingSession session) {
        for (INDArray array : value.getListValue()) {
            if (array != null && !array.isView() && session.freedArrays.add(array.getId())) {
                session.getMmgr().release(array);
            }
        }
    }
}
