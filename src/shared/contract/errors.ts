/** Operational failures cross the wire as code and data; the text for people is looked up under `error.<code>` in the locales. */
export const ERROR_CODES = [
  'file-not-found',
  'file-not-readable',
  'is-a-folder',
  'outside-root',
  'empty-file',
  'not-a-capture',
  'foreign-capture',
  'no-such-capture',
  'no-such-frame',
  'no-such-connection',
  'no-such-heartbeat',
  'no-http',
  'no-such-protocol',
  'no-such-field',
  'no-such-listener',
  'no-such-attempt',
  'no-such-sample',
  'filter.syntax',
  'not-host-text',
  'no-such-recording',
  'no-such-namespace',
  'host-not-linux',
  'host-not-permitted',
  'host-lost',
  'ssh-failed',
  'upload-failed',
  'out-of-memory',
  'disk-full',
  'cancelled',
  'invalid-params',
  'invalid-result',
  'unknown-method',
  'connection-lost',
  'port-not-available',
  'file-not-writable',
  'project-damaged',
  'project-too-new',
  'project-changed',
  'bundle-damaged',
  'settings-damaged',
  'no-live-source',
  'live-source-not-ready',
  'bad-capture-filter',
  'not-live',
  'no-such-live-recording',
  'remote-failed',
  'live-start-failed',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorData = Readonly<Record<string, string | number | boolean | null>>;

export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    readonly data: ErrorData = {},
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
  }
}
