package d2j.engine.operations;

/**
 * An operation of ND4J's, done by the engine. It never sees arrays of another kind than it declares: {@link Operations}
 * compares them before it calls {@link #run}, the only place from where that is called.
 */
interface Operation {

    /**
     * What the operation reads and writes with these settings.
     *
     * @param arguments the settings, and arrays of which nothing is known yet
     * @return null where the settings are not covered
     */
    Signature signature(Arguments arguments);

    /**
     * Writes the results.
     *
     * @param arguments as declared by the signature; nothing is empty
     * @return false, without having written anything, when the case is not covered after all
     */
    boolean run(Arguments arguments);
}
