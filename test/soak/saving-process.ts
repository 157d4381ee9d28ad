/** Saves a project over and over until it is killed: arguments are its path and where to begin counting. Each version holds enough to take a moment. */
import { saveProject } from '../../src/platform/project/project-files';
import { emptyProject } from '../../src/shared/contract/project';

const NOTES = 2000;
const [path = '', begin = '1'] = process.argv.slice(2);

for (let version = Number(begin); ; version++) {
  const notes = Array.from({ length: NOTES }, (_, i) => ({
    id: `note-${i}`,
    target: { kind: 'packet' as const, capture: 'c', frame: i + 1 },
    text: `version ${version} `.repeat(20),
    changedMs: version,
  }));
  await saveProject(path, { ...emptyProject(), notes }, null, { root: null, allowedFiles: [] }, version);
  process.stdout.write(`${version}\n`);
}
