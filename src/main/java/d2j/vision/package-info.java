/**
 * Networks for images, as ordinary DL4J configurations: {@link d2j.vision.LeNet}, {@link d2j.vision.AlexNet},
 * {@link d2j.vision.ZFNet}, {@link d2j.vision.Vgg}, {@link d2j.vision.NiN}, {@link d2j.vision.GoogLeNet} and the later
 * {@link d2j.vision.Inception} blocks, {@link d2j.vision.ResNet}, {@link d2j.vision.DenseNet},
 * {@link d2j.vision.SeNet}, {@link d2j.vision.SqueezeNet}, {@link d2j.vision.MobileNet}, {@link
 * d2j.vision.MobileNetV2}, {@link d2j.vision.Xception}, {@link d2j.vision.ShuffleNet}, {@link d2j.vision.ShuffleNetV2};
 * for segmentation {@link d2j.vision.Fcn} and {@link d2j.vision.UNet}; to generate images {@link d2j.vision.Dcgan}.
 *
 * <p>What all layers of a network share (seed, updater, initial weights, weight decay, data type) is the caller's
 * choice, in DL4J's own builder; these classes add the layers:
 *
 * <pre>{@code
 * var settings = new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).weightInit(WeightInit.RELU);
 * var network = new ComputationGraph(ResNet.resNet18(settings, InputType.convolutional(32, 32, 3), 10));
 * network.init();
 * }</pre>
 *
 * <p>{@link d2j.vision.ModelSummary} says what each layer of any such configuration gives and costs. {@link
 * d2j.vision.augmentation} changes images and the boxes in them at random, {@link d2j.vision.detection} has what
 * detectors share.
 */
package d2j.vision;
