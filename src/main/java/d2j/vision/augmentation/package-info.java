/** Changes of images that leave what is to be seen in them, with the boxes and masks of the objects. */
package d2j.vision.augmentation;
