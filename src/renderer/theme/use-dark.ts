import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  systemDark.addEventListener('change', listener);
  return () => systemDark.removeEventListener('change', listener);
}

/** True while the workbench is to be shown dark: the user's choice, else the system's. */
export function useDark(): boolean {
  const theme = usePreferences((preferences) => preferences.theme);
  const system = useSyncExternalStore(subscribe, () => systemDark.matches);
  return theme === 'system' ? system : theme === 'dark';
}
