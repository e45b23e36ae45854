/**
 * How the engine gets into DL4J and ND4J: a call is added to, or replaced in, a few of their classes as they are
 * loaded; their jars stay as they are. One class here for each class there. A changed class can only be defined from
 * within its own package, through another class of it; where the library has no other one, there is a
 * {@code PackageLookup} of ours in the package {@code org.…} of the same name. See {@code d2j.engine} for what to do
 * when the libraries change.
 */
package d2j.engine.hooks;
