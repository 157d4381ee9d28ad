import type { Confinement } from '../platform/confinement';
import type { OpenRequests } from '../platform/open-requests';
import { projectHandlers } from '../platform/project/project-handlers';
import type { RecentFiles } from '../platform/recent-files';
import { settingsHandlers } from '../platform/settings/settings-handlers';
import type { ShellContract } from '../shared/contract/methods';
import type { Handlers } from '../shared/rpc/handlers';

/** The shell of browser mode: files come by the file browser, by upload, and from the command line. */
export function serverShellHandlers(
  recentFiles: RecentFiles,
  openRequests: OpenRequests,
  confinement: Confinement & { readonly temporaryFolder: string },
): Handlers<ShellContract> {
  return {
    'shell.describe': () => ({ kind: 'browser', openDialog: false, upload: true, platform: process.platform }),
    'shell.openDialog': () => ({ paths: [] }),
    'shell.recentFiles': () => ({ files: recentFiles.list() }),
    'shell.addRecentFile': ({ path }) => {
      recentFiles.add(path);
      return {};
    },
    'shell.openRequests': (_, { signal }) => openRequests.take(signal),
    ...projectHandlers({ confinement, temporaryFolder: confinement.temporaryFolder, saveDialog: async () => null }),
    ...settingsHandlers(),
  };
}
