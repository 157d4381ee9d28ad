import * as z from 'zod/mini';
import { reportSchema } from './report';

/** The report's JSON Schema (draft 2020-12), as scripts may check against: fields may be added within a schema number, so unknown ones are allowed. */
export function reportJsonSchema(): object {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' });
  return { ...schema, title: 'TCPulse report', description: 'What `tcpulse analyze --json` prints; the meaning of each field: docs/report.md' };
}
