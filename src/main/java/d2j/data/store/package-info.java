/**
 * Finds, downloads and verifies data sets. Knows the files of each data set, not what is in them.
 *
 * <p>{@link d2j.data.store.DatasetStore} is what loaders and {@code ./d2j data} use; {@link d2j.data.store.Catalog}
 * says what data sets there are.
 */
package d2j.data.store;
