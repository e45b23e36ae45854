/**
 * Training: one loop for networks written by hand, with tensors, and in DL4J; its metrics, its history, and gradient
 * checks.
 *
 * <pre>{@code
 * History history = Trainer.epochs(10).title("LeNet")
 *         .metric(new Accuracy())
 *         .schedule(new StepSchedule(ScheduleType.EPOCH, 0.1, 0.1, 8))
 *         .fit(Trainable.of(network), train, test);
 * history.figure("LeNet")
 * }</pre>
 *
 * <table>
 * <caption>Which metric needs which outputs and labels</caption>
 * <tr><th>Metric</th><th>Outputs</th><th>Labels</th><th>Better</th></tr>
 * <tr><td>{@link d2j.train.Accuracy}</td><td>scores or probabilities of classes</td>
 *     <td>one-hot, or class numbers</td><td>higher</td></tr>
 * <tr><td>{@link d2j.train.TopK}</td><td>scores or probabilities of classes</td>
 *     <td>one-hot, or class numbers</td><td>higher</td></tr>
 * <tr><td>{@link d2j.train.F1}</td><td>scores or probabilities of classes</td>
 *     <td>one-hot, or class numbers</td><td>higher</td></tr>
 * <tr><td>{@link d2j.train.MeanIoU}</td><td>scores or probabilities of classes, for each pixel</td>
 *     <td>one-hot, or class numbers, for each pixel</td><td>higher</td></tr>
 * <tr><td>{@link d2j.train.Perplexity}</td><td>probabilities, or scores before the softmax, for each time step</td>
 *     <td>one-hot, or token numbers, for each time step</td><td>lower</td></tr>
 * <tr><td>{@link d2j.train.MeanSquaredError}</td><td>values</td><td>values of the same shape</td><td>lower</td></tr>
 * <tr><td>{@link d2j.train.Metric#mean Metric.mean}</td><td>any</td><td>any</td><td>lower</td></tr>
 * </table>
 *
 * <p>Where the examples are sequences or images, each time step or pixel that the label mask leaves counts as one.
 */
package d2j.train;
