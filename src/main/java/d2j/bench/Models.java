package d2j.bench;

/** The workloads as one contender has them. */
@FunctionalInterface
public interface Models {

    /**
     * Builds a model with its data.
     *
     * @throws NotAvailableException if this contender cannot do it, with the reason as its message
     */
    Training create(Workload workload);
}
