import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { SECURITY_HEADERS } from '../shared/contract/content-security';
import { PAGE_ORIGIN } from '../shared/contract/page-port';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Answers a request of the page's own scheme from the folder of the built page, and from nowhere else. */
export async function servePage(request: Pick<Request, 'url' | 'method'>, pageFolder: string): Promise<Response> {
  const path = pagePath(request, pageFolder);
  const type = path === null ? undefined : CONTENT_TYPES[extname(path)];
  if (path === null || type === undefined) return notFound();
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...SECURITY_HEADERS, 'content-type': type } });
  } catch {
    return notFound();
  }
}

/** Null when the request is for nothing of ours. */
function pagePath({ url, method }: Pick<Request, 'url' | 'method'>, pageFolder: string): string | null {
  if (method !== 'GET' || !url.startsWith(`${PAGE_ORIGIN}/`)) return null;
  let name: string;
  try {
    name = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  const path = join(pageFolder, name === '/' ? 'index.html' : name);
  return path.startsWith(pageFolder + sep) && !name.includes('\0') ? path : null;
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' } });
}
