package d2j.data.store;

import java.io.IOException;

/** A failure of the disk, which another mirror does not cure. */
final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
