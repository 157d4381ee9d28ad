import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { DEFAULT_SETTINGS, type Settings, THEMES, TIME_MODES } from '../../shared/contract/settings';
import { LANGUAGES, type Language } from '../../shared/locales/texts';

export { THEMES, TIME_MODES };
export type Theme = (typeof THEMES)[number];
export type TimeMode = (typeof TIME_MODES)[number];

type Kept = Pick<
  Settings,
  'theme' | 'timeMode' | 'fonts' | 'capture' | 'thresholds' | 'liveThresholds' | 'colourRules' | 'showNames' | 'tourSeen' | 'logLevel'
>;

interface Preferences extends Kept {
  /** As the settings hold it; `language` is what it comes to. */
  readonly languageSetting: Settings['language'];
  readonly language: Language;
  /** What this version does not know of the settings file, kept when it is written. */
  readonly unknown: Readonly<Record<string, unknown>>;
  /** Changed since the file was last written: a page that is left before that writes it when it comes back. */
  readonly unsaved: boolean;
  setTheme(theme: Theme): void;
  setLanguage(language: Settings['language']): void;
  setTimeMode(timeMode: TimeMode): void;
  change(changes: Partial<Kept>): void;
  /** What the settings file holds takes the place of what the page remembered. */
  load(settings: Settings): void;
}

function systemLanguage(): Language {
  const wanted = navigator.language.toLowerCase();
  return LANGUAGES.find((language) => wanted.startsWith(language.slice(0, 2).toLowerCase())) ?? 'en';
}

function languageOf(setting: Settings['language']): Language {
  return setting === 'system' ? systemLanguage() : setting;
}

/** What the user set. The file of the settings holds it; the page remembers it too, so that it looks right before the file was read. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      ...DEFAULT_SETTINGS,
      languageSetting: 'system',
      language: systemLanguage(),
      unknown: {},
      unsaved: false,
      setTheme: (theme) => set({ theme, unsaved: true }),
      setLanguage: (languageSetting) => set({ languageSetting, language: languageOf(languageSetting), unsaved: true }),
      setTimeMode: (timeMode) => set({ timeMode, unsaved: true }),
      change: (changes) => set({ ...changes, unsaved: true }),
      load: ({ language, ...settings }) => {
        const {
          theme,
          timeMode,
          fonts,
          capture,
          thresholds,
          liveThresholds,
          colourRules,
          showNames,
          tourSeen,
          logLevel,
          version: _,
          ...unknown
        } = settings;
        const kept: Kept = { theme, timeMode, fonts, capture, thresholds, liveThresholds, colourRules, showNames, tourSeen, logLevel };
        set({ ...kept, unknown, languageSetting: language, language: languageOf(language) });
      },
    }),
    { name: 'tcpulse.preferences' },
  ),
);

/** As the settings file is written. */
export function settingsOf(preferences: Preferences): Settings {
  const { theme, timeMode, fonts, capture, thresholds, liveThresholds, colourRules, showNames, tourSeen, logLevel, languageSetting, unknown } =
    preferences;
  return {
    ...unknown,
    version: DEFAULT_SETTINGS.version,
    theme,
    language: languageSetting,
    timeMode,
    fonts,
    capture,
    thresholds,
    liveThresholds,
    colourRules,
    showNames,
    tourSeen,
    logLevel,
  };
}
