import { create } from 'zustand';
import { AppError, type ErrorCode, type ErrorData } from '../../shared/contract/errors';

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
      const { upload, error } = answerOf(request);
      if (upload === undefined) reject(new AppError(error?.code ?? 'upload-failed', { ...error?.data, name: file.name }));
      else resolve(upload);
    };
    request.onerror = () => reject(new AppError('upload-failed', { name: file.name }));
    request.onabort = () => reject(new AppError('cancelled'));
    request.open('POST', '/upload');
    request.setRequestHeader('content-type', 'application/octet-stream');
    show(0);
    request.send(file);
  }).finally(() => useUpload.setState({ upload: null }));
}

interface UploadAnswer {
  readonly upload?: string;
  readonly error?: { readonly code: ErrorCode; readonly data: ErrorData };
}

function answerOf(request: XMLHttpRequest): UploadAnswer {
  try {
    return JSON.parse(request.responseText) as UploadAnswer;
  } catch {
    return {};
  }
}
