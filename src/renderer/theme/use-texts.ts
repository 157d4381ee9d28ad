import { createTexts, type Language, type Texts } from '../../shared/locales/texts';
import { usePreferences } from './preferences';

const loaded = new Map<Language, Texts>();

function textsOf(language: Language): Texts {
  const known = loaded.get(language);
  if (known) return known;
  const texts = createTexts(language);
  loaded.set(language, texts);
  return texts;
}

/** Texts in the user's language; the component renders again when the language changes. */
export function useTexts(): Texts {
  return textsOf(usePreferences((preferences) => preferences.language));
}
