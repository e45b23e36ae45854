package d2j.bench;

/**
 * The workloads as a chapter of this project writes them, with the engine on: DL4J's own configurations, and the
 * project's layers where DL4J has none.
 */
final class D2jModels extends Dl4jModels {
}
