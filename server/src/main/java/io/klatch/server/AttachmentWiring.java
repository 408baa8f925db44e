package io.klatch.server;

import io.klatch.domain.attachment.Blobs;
import io.klatch.domain.attachment.Collecting;
import io.klatch.domain.attachment.Downloads;
import io.klatch.domain.attachment.Uploads;
import io.klatch.domain.kernel.UnavailableException;
import io.klatch.server.api.AttachmentApi;
import io.klatch.server.api.AttachmentLinks;
import io.klatch.server.auth.SigningSecret;
import io.klatch.server.files.BucketBlobs;
import io.klatch.server.files.FileBlobs;
import io.klatch.server.files.Thumbnails;
import io.klatch.server.http.Router;
import io.klatch.server.rest.AttachmentRoutes;
import io.klatch.server.rest.Callers;
import io.klatch.server.threads.Beat;
import java.io.IOException;
import java.time.Duration;

/// Files that messages carry: where their bytes are, how they come in and out, who takes them away.
final class AttachmentWiring {
  /// How often is looked for what nothing refers to.
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final AttachmentApi api;
  private final long bytesMax;

  AttachmentWiring(Core core, SigningSecret secret) throws StartRefused {
    var config = core.config().attachments();
    var store = core.store().attachments();
    var files = open(core.config());
    var blobs = place(core, files);
    var thumbnails =
        core.lifetimes()
            .add("thumbnails", new Thumbnails(files, config.pixelsMax(), core.meters()));
    var uploads =
        new Uploads(
            store,
            blobs,
            thumbnails,
            core.allowances(),
            config.limits(),
            core.random(),
            core.clock());
    var links = new AttachmentLinks(secret.derived("attachment"), core.clock());
    api = new AttachmentApi(uploads, new Downloads(store, blobs), links, core.meters());
    bytesMax = config.limits().bytesMax();
    var collected = core.meters().counter("klatch.attachments.collected");
    var collecting = new Collecting(store, blobs, core.clock());
    core.lifetimes()
        .add(
            "collecting attachments",
            new Beat("attachments", ROUND, () -> collected.increment(collecting.round())));
  }

  void addRoutes(Router.Builder router, Callers callers) {
    new AttachmentRoutes(api, callers, bytesMax).addTo(router);
  }

  /// A bucket that cannot be had at the start is an error of the configuration; later it is not.
  private static Blobs place(Core core, FileBlobs files) throws StartRefused {
    var config = core.config().attachments().bucket();
    if (config == null) {
      return files;
    }
    var blobs = core.lifetimes().add("bucket", new BucketBlobs(files, config));
    try {
      blobs.check();
    } catch (UnavailableException e) {
      throw new StartRefused("cannot use the bucket " + config.bucket() + ": " + e.getMessage(), e);
    }
    return blobs;
  }

  private static FileBlobs open(ServerConfig config) throws StartRefused {
    var folder = config.data().resolve("attachments");
    try {
      return new FileBlobs(folder);
    } catch (IOException e) {
      throw new StartRefused("cannot use the folder " + folder + ": " + e.getMessage(), e);
    }
  }
}
