import type { Texts } from '../../shared/locales/texts';

/** Title of a sample and a sentence on it. A key of the texts ends at the first dot of the file's name, since dots separate the parts of a key. */
export function sampleTexts({ t, i18n }: Texts, id: string): { readonly title: string; readonly text: string } {
  const key = `ui.sample.${id.replace(/\..*$/, '')}`;
  return i18n.exists(key) ? { title: t(`${key}.title`), text: t(`${key}.text`) } : { title: id, text: '' };
}
