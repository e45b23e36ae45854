/**
 * What detectors share: {@link d2j.vision.detection.Anchors}, which of them answers for which object
 * ({@link d2j.vision.detection.Assignment}), {@link d2j.vision.detection.Boxes} for overlaps and offsets of many boxes,
 * {@link d2j.vision.detection.Suppression} of double answers, and how good the rest is
 * ({@link d2j.vision.detection.AveragePrecision}). Of tensors, for detectors that are trained: the maps of a
 * {@link d2j.vision.detection.Backbone}, an {@link d2j.vision.detection.AnchorHead} on them,
 * {@link d2j.vision.detection.RoiAlign}, {@link d2j.vision.detection.DetectionLosses},
 * {@link d2j.vision.detection.SceneBatches}, the {@link d2j.vision.detection.AnchorSamples} of a first stage and the
 * {@link d2j.vision.detection.RegionSamples} of a second; and a finished detector, {@link d2j.vision.detection.Ssd}.
 *
 * <p>Many boxes are an array {@code [boxes, 4]} of left, top, right and bottom edges; the unit is the caller's, shares
 * of the image or pixels.
 */
package d2j.vision.detection;
