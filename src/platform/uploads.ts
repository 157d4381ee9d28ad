import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPrivateFile, type PrivateFile } from './temporary-folder';

const UPLOAD_ID = /^upload-[0-9a-f]{32}$/;

/** A private file for what a page sends; `id` is what the page opens it by, once. */
export function createUpload(temporaryFolder: string): { readonly id: string; readonly file: PrivateFile } {
  const id = `upload-${randomBytes(16).toString('hex')}`;
  return { id, file: createPrivateFile(temporaryFolder, id) };
}

/** Null when it cannot be the id of an upload. */
export function uploadPath(temporaryFolder: string, id: string): string | null {
  return UPLOAD_ID.test(id) ? join(temporaryFolder, id) : null;
}
