/**
 * Pictures with objects in them: {@link d2j.data.scenes.Scene} has pixels, the {@link d2j.data.scenes.LabelledBox} of
 * each object and perhaps which pixels are whose; {@link d2j.data.scenes.Scenes} are those to train and to test with.
 * {@link d2j.data.scenes.ShapeScenes} draws them, and {@link d2j.data.scenes.ImageFile} reads photographs.
 */
package d2j.data.scenes;
