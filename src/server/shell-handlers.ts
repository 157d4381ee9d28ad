import type { OpenRequests } from '../platform/open-requests';
import type { RecentFiles } from '../platform/recent-files';
import type { ShellContract } from '../shared/contract/methods';
import type { Handlers } from '../shared/rpc/handlers';

/** The shell of browser mode: files come by the file browser, by upload, and from the command line. */
export function serverShellHandlers(recentFiles: RecentFiles, openRequests: OpenRequests): Handlers<ShellContract> {
  return {
    'shell.describe': () => ({ kind: 'browser', openDialog: false, upload: true, platform: process.platform }),
    'shell.openDialog': () => ({ paths: [] }),
    'shell.recentFiles': () => ({ files: recentFiles.list() }),
    'shell.addRecentFile': ({ path }) => {
      recentFiles.add(path);
      return {};
    },
    'shell.openRequests': (_, { signal }) => openRequests.take(signal),
  };
}
