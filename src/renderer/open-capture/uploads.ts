import { create } from 'zustand';
import { AppError } from '../../shared/contract/errors';

export interface Upload {
  readonly name: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
  cancel(): void;
}

/** The file that is being sent to the server of browser mode; null when there is none. */
export const useUpload = create<{ readonly upload: Upload | null }>()(() => ({ upload: null }));

/** Sends a file's bytes, streamed by the browser, and resolves to the name that `captures.open` takes. AppError `upload-failed`, `cancelled`. */
export function sendFile(file: File): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    // fetch tells nothing of how much was sent.
    const request = new XMLHttpRequest();
    const show = (sentBytes: number): void =>
      useUpload.setState({ upload: { name: file.name, sentBytes, totalBytes: file.size, cancel: () => request.abort() } });
    request.upload.onprogress = (event) => show(event.loaded);
    request.onload = () => {
      const upload = uploadOf(request);
      if (upload === null) reject(new AppError('upload-failed', { name: file.name, status: request.status }));
      else resolve(upload);
    };
    request.onerror = () => reject(new AppError('upload-failed', { name: file.name, status: 0 }));
    request.onabort = () => reject(new AppError('cancelled'));
    request.open('POST', '/upload');
    request.setRequestHeader('content-type', 'application/octet-stream');
    show(0);
    request.send(file);
  }).finally(() => useUpload.setState({ upload: null }));
}

function uploadOf(request: XMLHttpRequest): string | null {
  if (request.status < 200 || request.status > 299) return null;
  try {
    const answer = JSON.parse(request.responseText) as { readonly upload?: unknown };
    return typeof answer.upload === 'string' ? answer.upload : null;
  } catch {
    return null;
  }
}
