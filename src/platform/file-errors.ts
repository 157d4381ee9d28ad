import { AppError } from '../shared/contract/errors';

/** What the operating system said about a path, as an AppError: file-not-found, is-a-folder, disk-full or file-not-readable. */
export function fileError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('file-not-found', { path }, error);
    case 'EISDIR':
      return new AppError('is-a-folder', { path }, error);
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new AppError('disk-full', { path }, error);
    default:
      return new AppError('file-not-readable', { path, reason }, error);
  }
}
