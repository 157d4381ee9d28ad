/** Reads standard input as the engine does, then prints what came and where it was kept, and ends; given `at-once`, ends while more may come. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createSessionHost } from '../../../src/platform/session-host';
import { reserveTemporaryFolder } from '../../../src/platform/temporary-folder';

const temporaryFolder = reserveTemporaryFolder();
const host = createSessionHost({ root: null, allowedFiles: [], standardInput: true, temporaryFolder });
const bytes = await host.open({ kind: 'file', path: '-' });
while (!bytes.ended && process.argv[2] !== 'at-once') await bytes.waitFor(bytes.available);
const all = new Uint8Array(bytes.available);
bytes.read(0, all, 0, all.length);
const report = {
  path: bytes.path,
  sha256: createHash('sha256').update(all).digest('hex'),
  storedBytes: bytes.storedBytes,
  issue: bytes.issue,
  temporaryFolder,
  keptInFolder: existsSync(temporaryFolder),
};
process.stdout.write(JSON.stringify(report), () => process.exit());
