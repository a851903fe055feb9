package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Feeds files of a pod that stands still into its shipment. Used by one thread; several may feed
 * the same shipment.
 */
public final class PodFiles {
    private final ImageSender sender;

    public PodFiles(ImageSender sender) {
        this.sender = sender;
    }

    /** Ships the images that CRIU has left in a folder. */
    public void images(String container, Path folder) throws IOException, InterruptedException {
        new ImagesSource(sender).ship(container, folder);
    }

    /** Ships a captured folder with all that is in it. */
    public void captured(String name, Path folder) throws IOException, InterruptedException {
        new CapturedSource(sender, name, folder).ship();
    }
}
