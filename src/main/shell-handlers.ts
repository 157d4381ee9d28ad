import type { OpenRequests } from '../platform/open-requests';
import { projectHandlers } from '../platform/project/project-handlers';
import type { RecentFiles } from '../platform/recent-files';
import { settingsHandlers } from '../platform/settings/settings-handlers';
import type { ShellContract } from '../shared/contract/methods';
import type { Handlers } from '../shared/rpc/handlers';

export interface DesktopShell {
  readonly recentFiles: RecentFiles;
  readonly openRequests: OpenRequests;
  /** Absolute paths that the user chose; none when the dialog was cancelled. */
  chooseFiles(): Promise<string[]>;
  recentFilesChanged(): void;
  /** Where bundles are unpacked. */
  readonly temporaryFolder: string;
  /** Null: cancelled. */
  chooseSavePath(name: string): Promise<string | null>;
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
    ...projectHandlers({
      confinement: { root: null, allowedFiles: [] },
      temporaryFolder: shell.temporaryFolder,
      saveDialog: (name) => shell.chooseSavePath(name),
    }),
    ...settingsHandlers(),
  };
}
