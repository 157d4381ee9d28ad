/** Hands a stream of bytes to the user as a file: the browser's download, or the desktop's save dialog. */
export async function download(chunks: AsyncIterable<Uint8Array>, name: string, type: string): Promise<void> {
  const parts: BlobPart[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Firefox and Electron read the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
