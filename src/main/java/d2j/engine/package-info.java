/**
 * The numerical engine: which backend and device, and what it can do. Chapters meet {@link d2j.engine.Engine} alone;
 * DL4J's networks, ND4J's arrays and SameDiff's graphs then run several times as fast, with the same results.
 *
 * <h2>The rooms</h2>
 *
 * <p>Each one knows those below it and no other.
 *
 * <dl>
 *   <dt>{@link d2j.engine.hooks}
 *   <dd>what is woven into DL4J's and ND4J's classes as they are loaded, one class per target
 *   <dt>{@link d2j.engine.layers}
 *   <dd>DL4J's layers on oneDNN, and how they get into networks; its updaters
 *   <dt>{@link d2j.engine.operations}
 *   <dd>products of arrays, and the operations that take most of a SameDiff graph's time
 *   <dt>{@link d2j.engine.recurrent}
 *   <dd>whole sequences through plain, LSTM and GRU cells
 *   <dt>{@link d2j.engine.onednn}
 *   <dd>oneDNN's primitives, and the switch that turns the engine on and off
 * </dl>
 *
 * <p>{@code D2J_ENGINE=plain} leaves the libraries as they come: what to compare with.
 *
 * <h2>A new version of DL4J</h2>
 *
 * <ol>
 *   <li>Raise {@code dl4j.version} in {@code pom.xml} and run {@code ./d2j doctor}: the lines "hooks" say which class
 *       is no longer what it was. The hook's own class says what it looks for there; look it up with
 *       {@code javap -p -c -cp JAR CLASS}. A defect of 1.0.0-M2.1 that a hook repairs may be gone: then so is the
 *       hook.
 *   <li>{@code AcceleratedNetworks} makes layers by their two-argument constructors and copies all fields; it names
 *       the few fields that it reads. The layers rely on what DL4J's own ones do with {@code input},
 *       {@code gradientViews}, masks, dropout and weight noise: compare their sources between the versions.
 *   <li>Run the tests of this package with and without {@code D2J_ENGINE=plain}. They train every kind of layer beside
 *       DL4J's own and compare outputs, scores, gradients and parameters.
 *   <li>Run {@code ./d2j bench} for both: what DL4J has made fast itself needs no replacement.
 * </ol>
 */
package d2j.engine;
