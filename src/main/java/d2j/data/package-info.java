/**
 * Data for chapters: one loader for each data set, and what a loader returns.
 *
 * <p>{@link d2j.data.FashionMnist}, {@link d2j.data.Mnist} and {@link d2j.data.Cifar10} give {@link
 * d2j.data.ImageData}, {@link d2j.data.Raccoon} photographs with boxes around animals, {@link d2j.data.CamVid}
 * photographs with a class for each pixel, {@link d2j.data.HousePrices} and {@link d2j.data.Airfoil} tables, {@link
 * d2j.data.TimeMachine}, {@link d2j.data.PennTreebank} and {@link d2j.data.WikiText2} texts, {@link
 * d2j.data.MovieReviews} sentences with labels, {@link d2j.data.Wnut17} with tags, {@link d2j.data.Sick} and {@link
 * d2j.data.Multi30k} pairs of sentences, {@link d2j.data.Xquad} questions; {@link d2j.data.SyntheticRegression} makes
 * examples whose parameters are known. {@link d2j.data.MiniBatches} cuts images and tables into mini-batches.
 *
 * <p>A loader asks {@link d2j.data.store} for the files. Where they cannot be had it takes a sample from {@link
 * d2j.data.samples}, and the line that it prints says so.
 */
package d2j.data;
