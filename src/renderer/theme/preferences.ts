import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { LANGUAGES, type Language } from '../../shared/locales/texts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How a packet's time is written; `delta` is since the previous frame, `connection-delta` since the previous one of its connection. */
export const TIME_MODES = ['local', 'utc', 'since-start', 'delta', 'connection-delta'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly timeMode: TimeMode;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
  setTimeMode(timeMode: TimeMode): void;
}

function systemLanguage(): Language {
  const wanted = navigator.language.toLowerCase();
  return LANGUAGES.find((language) => wanted.startsWith(language.slice(0, 2).toLowerCase())) ?? 'en';
}

/** What the user set, kept in localStorage. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      language: systemLanguage(),
      timeMode: 'local',
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
      setTimeMode: (timeMode) => set({ timeMode }),
    }),
    { name: 'tcpulse.preferences' },
  ),
);
