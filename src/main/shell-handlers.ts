import type { OpenRequests } from '../platform/open-requests';
import type { RecentFiles } from '../platform/recent-files';
import type { ShellContract } from '../shared/contract/methods';
import type { Handlers } from '../shared/rpc/handlers';

export interface DesktopShell {
  readonly recentFiles: RecentFiles;
  readonly openRequests: OpenRequests;
  /** Absolute paths that the user chose; none when the dialog was cancelled. */
  chooseFiles(): Promise<string[]>;
  recentFilesChanged(): void;
}

/** The shell of the desktop window. */
export function desktopShellHandlers(shell: DesktopShell): Handlers<ShellContract> {
  return {
    'shell.describe': () => ({ kind: 'electron', openDialog: true, upload: false, platform: process.platform }),
    'shell.openDialog': async () => ({ paths: await shell.chooseFiles() }),
    'shell.recentFiles': () => ({ files: shell.recentFiles.list() }),
    'shell.addRecentFile': ({ path }) => {
      shell.recentFiles.add(path);
      shell.recentFilesChanged();
      return {};
    },
    'shell.openRequests': (_, { signal }) => shell.openRequests.take(signal),
  };
}
