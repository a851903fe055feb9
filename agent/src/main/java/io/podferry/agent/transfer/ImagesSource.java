package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feeds the images that CRIU left in a folder of the source: small ones, when a page server took
 * the pages.
 */
final class ImagesSource {
    private final ImageSender sender;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    ImagesSource(ImageSender sender) {
        this.sender = sender;
    }

    /**
     * @throws TransferException when there is an image of a name that is not known
     */
    void ship(String container, Path folder) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted().toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (ImageNames.stays(name)) {
                continue;
            }
            if (!ImageNames.image(name)) {
                throw new TransferException(
                        "CRIU wrote an image of unknown kind: '%s'. CRIU 4.1.1 to 4.2 are known to work."
                                .formatted(name));
            }
            FileSink sink = sender.file(FileHeader.Kind.IMAGE, container, name, null);
            try (FileChannel in =
                    FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                while (in.read(buffer.clear()) >= 0) {
                    sink.write(buffer.flip());
                }
            }
            sink.end();
        }
    }
}
