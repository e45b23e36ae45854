/**
 * What detectors share: {@link d2j.vision.detection.Anchors}, which of them answers for which object
 * ({@link d2j.vision.detection.Assignment}), {@link d2j.vision.detection.Boxes} for overlaps and offsets of many boxes,
 * {@link d2j.vision.detection.Suppression} of double answers, and how good the rest is
 * ({@link d2j.vision.detection.AveragePrecision}).
 *
 * <p>Many boxes are an array {@code [boxes, 4]} of left, top, right and bottom edges; the unit is the caller's, shares
 * of the image or pixels.
 */
package d2j.vision.detection;
