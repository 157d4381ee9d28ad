import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { writeError } from '../platform/project/project-files';

const OWNER_ONLY_FILE = 0o600;

/**
 * The file of `tcpulse capture --samples`. It is opened before anything is captured, so that a name that cannot be written to is told before it costs a
 * recording; what it held stays until there is something to write.
 */
export class SampleFile {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Throws AppError `file-not-found` (its folder), `file-not-writable`, `is-a-folder` or `disk-full`. */
  static async open(path: string): Promise<SampleFile> {
    try {
      return new SampleFile(path, await open(path, constants.O_WRONLY | constants.O_CREAT, OWNER_ONLY_FILE));
    } catch (error) {
      throw writeError(error, path);
    }
  }

  /** Writes all of them and closes the file. Throws as `open`, and what the lines throw. */
  async write(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
    try {
      // A pipe has nothing to cut.
      if ((await this.file.stat()).size > 0) await this.file.truncate();
      for await (const line of lines) await this.file.write(line);
    } catch (error) {
      throw writeError(error, this.path);
    } finally {
      await this.file.close();
    }
  }
}
