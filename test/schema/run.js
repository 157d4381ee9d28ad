/** `npm run schema`: writes docs/report.schema.json from the contract. A test holds the file to it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withSource } from '../load-source.js';

const FILE = fileURLToPath(new URL('../../docs/report.schema.json', import.meta.url));

await withSource(['src/shared/contract/report-json-schema.ts'], async ({ reportJsonSchema }) => {
  writeFileSync(FILE, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
});
